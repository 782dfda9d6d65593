using System.Globalization;
using System.Text.Json;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Benchmarks.Idle;

/// <summary>
/// Many connected sessions without media in one relay: what each holds of memory, and what all together take of a core, first without
/// any packet, then with the consent checks that browsers send.
/// </summary>
internal static class IdleBenchmark
{
    /// <summary>RFC 7675 §5.1: a terminal checks consent about every 5 s.</summary>
    private static readonly TimeSpan _checkInterval = TimeSpan.FromSeconds(5);

    /// <summary>Timers of the handshake and the collector's background work are over by then.</summary>
    private static readonly TimeSpan _settle = TimeSpan.FromSeconds(5);

    public static int Run(Arguments args)
    {
        var options = IdleOptions.Parse(args);
        var result = Measure(options);
        Console.WriteLine(options.Json ? JsonSerializer.Serialize(result) : Describe(result));
        return result.IsWithinLimits() ? 0 : 1;
    }

    private static IdleResult Measure(IdleOptions options)
    {
        using var dtls = new OpenSslDtlsSessionFactory(DtlsCertificate.Create(TimeProvider.System));
        var fingerprint = string.Join(':', Convert.ToHexString(dtls.LocalFingerprint).Chunk(2).Select(pair => new string(pair)));
        using var relay = new IdleRelayProcess(options.GroupSize, fingerprint);
        using var terminals = new IdleTerminals(relay, dtls, options.Sessions);
        var residentBefore = relay.ReadResident();
        var (managedBefore, _) = relay.Measure();
        var cpuBefore = relay.ReadCpu();
        var began = TimeProvider.System.GetTimestamp();
        terminals.JoinAll();
        var setup = TimeProvider.System.GetElapsedTime(began);
        var joinCpu = relay.ReadCpu() - cpuBefore;
        Thread.Sleep(_settle);

        var duration = TimeSpan.FromSeconds(options.Seconds);
        var (idle, _) = Share(relay, () => Thread.Sleep(duration));
        var resident = relay.ReadResident() - residentBefore;
        var (managed, sessions) = relay.Measure();
        if (sessions != options.Sessions)
        {
            throw new InvalidOperationException($"The relay holds {sessions} sessions instead of {options.Sessions}.");
        }

        long sent = 0, answered = 0;
        var (withChecks, cpu) = Share(relay, () => (sent, answered) = terminals.CheckConsent(_checkInterval, duration));
        return new IdleResult(
            "idle",
            options.Sessions,
            Math.Round((double)resident / options.Sessions),
            Math.Round((double)(managed - managedBefore) / options.Sessions),
            Math.Round(idle, 5),
            Math.Round(withChecks, 4),
            Math.Round(cpu.TotalMicroseconds / answered, 2),
            Math.Round(sent / duration.TotalSeconds),
            Math.Round((double)answered / sent, 5),
            Math.Round(setup.TotalSeconds, 1),
            Math.Round(joinCpu.TotalMicroseconds / options.Sessions, 1),
            options.GroupSize,
            options.Seconds);
    }

    private static (double Share, TimeSpan Cpu) Share(IdleRelayProcess relay, Action work)
    {
        var before = relay.ReadCpu();
        var began = TimeProvider.System.GetTimestamp();
        work();
        var cpu = relay.ReadCpu() - before;
        return (cpu / TimeProvider.System.GetElapsedTime(began), cpu);
    }

    private static string Describe(IdleResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {result.Sessions:N0} connected sessions without media, groups of {result.GroupSize}
        memory         {result.RssBytesPerSession:N0} B resident per session (limit {IdleResult.MaxRssBytesPerSession:N0}), of it {result.ManagedBytesPerSession:N0} B managed
        CPU            {result.CpuShareIdle:P3} of a core without packets (limit {IdleResult.MaxCpuShareIdle:P0})
        consent checks {result.CpuShareWithChecks:P2} of a core at {result.ChecksPerSecond:N0}/s, {result.CpuUsPerCheck} us each, {result.ChecksAnswered:P2} answered
        joining        {result.SetupSeconds} s, {result.JoinCpuUsPerSession} us of the relay's CPU each
        """);
}
