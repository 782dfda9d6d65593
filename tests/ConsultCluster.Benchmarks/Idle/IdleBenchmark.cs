using System.Globalization;
using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Benchmarks.RelayHosting;

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
        Console.WriteLine(options.Json ? JsonRow.Of(result) : Describe(result));
        return result.IsWithinLimits() ? 0 : 1;
    }

    private static IdleResult Measure(IdleOptions options)
    {
        using var relay = new RelayHostProcess("--idle");
        using var terminals = new IdleTerminals(relay, options.Sessions, options.GroupSize);
        var residentBefore = ResidentMemory.Of(relay.Id);
        var before = relay.ReadUsage();
        var (joinCpu, setup) = MeasureCpu(relay, terminals.JoinAll);
        relay.LeaveAlone(_settle);

        var duration = TimeSpan.FromSeconds(options.Seconds);
        var (idleCpu, idleTime) = MeasureCpu(relay, () => relay.LeaveAlone(duration));
        var resident = ResidentMemory.Of(relay.Id) - residentBefore;
        var after = relay.ReadUsage();
        if (after.Sessions != options.Sessions)
        {
            throw new InvalidOperationException($"The relay holds {after.Sessions} sessions instead of {options.Sessions}.");
        }

        long sent = 0, answered = 0;
        var (checkCpu, checkTime) = MeasureCpu(relay, () => (sent, answered) = terminals.CheckConsent(_checkInterval, duration));
        return new IdleResult(
            "idle",
            options.Sessions,
            Math.Round((double)resident / options.Sessions),
            Math.Round((double)(after.ManagedBytes - before.ManagedBytes) / options.Sessions),
            Math.Round(idleCpu / idleTime, 5),
            Math.Round(checkCpu / checkTime, 4),
            Math.Round(checkCpu.TotalMicroseconds / answered, 2),
            Math.Round(sent / duration.TotalSeconds),
            Math.Round((double)answered / sent, 5),
            Math.Round(setup.TotalSeconds, 1),
            Math.Round(joinCpu.TotalMicroseconds / options.Sessions, 1),
            options.GroupSize,
            options.Seconds);
    }

    /// <summary>The relay's processor time during something, and how long that took.</summary>
    private static (TimeSpan Cpu, TimeSpan Elapsed) MeasureCpu(RelayHostProcess relay, Action work)
    {
        var before = ProcessorTime.Of(relay.Id);
        var began = TimeProvider.System.GetTimestamp();
        work();
        return (ProcessorTime.Of(relay.Id) - before, TimeProvider.System.GetElapsedTime(began));
    }

    private static string Describe(IdleResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {result.Sessions:N0} connected sessions without media, groups of {result.GroupSize}
        memory         {result.RssBytesPerSession:N0} B resident per session (limit {IdleResult.MaxRssBytesPerSession:N0}), of it {result.ManagedBytesPerSession:N0} B managed
        CPU            {result.CpuShareIdle:P3} of a core without packets (limit {IdleResult.MaxCpuShareIdle:P0})
        consent checks {result.CpuShareWithChecks:P2} of a core at {result.ChecksPerS:N0}/s, {result.CpuUsPerCheck} us each, {result.ChecksAnswered:P2} answered
        joining        {result.SetupSeconds} s, {result.JoinCpuUsPerSession} us of the relay's CPU each
        """);
}
