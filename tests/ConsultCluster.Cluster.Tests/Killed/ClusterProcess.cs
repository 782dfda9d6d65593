using System.Diagnostics;
using System.Globalization;
using System.Text;
using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Testing.Network;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Cluster.Tests.Killed;

/// <summary>One silo in a process of its own.</summary>
internal sealed class ClusterProcess : IDisposable
{
    /// <summary>What every silo and gateway of these tests knows.</summary>
    public static readonly byte[] Secret = "the secret of the tests' cluster"u8.ToArray();

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(180);

    private readonly Process _process;

    private ClusterProcess(string name, int siloPort, int gatewayPort, TimeSpan clock, Process process) =>
        (Name, SiloPort, GatewayPort, Clock, _process) = (name, siloPort, gatewayPort, clock, process);

    public string Name { get; }

    public int SiloPort { get; }

    public int GatewayPort { get; }

    /// <summary>By so much its clock is ahead.</summary>
    public TimeSpan Clock { get; }

    /// <summary>The same for every silo and gateway of one test.</summary>
    public static ClusterSettings Options(string connection, string name, int siloPort, int gatewayPort, byte[]? secret = null) => new()
    {
        ConnectionString = connection,
        Secret = secret ?? Secret,
        Name = name,
        Region = "north",
        ControlUrl = new Uri($"http://127.0.0.1:{siloPort}/"),
        SiloPort = siloPort,
        GatewayPort = gatewayPort,
        ReminderEvery = TimeSpan.FromSeconds(2),
        // The default; elsewhere a caller that gives up would measure the machine.
        Patience = TimeSpan.FromSeconds(TimeLimit.IsQuiet ? 8 : 60),
        // Elsewhere a silo that is starved while it joins would be given up.
        Timings = TimeLimit.IsQuiet ? new() : new() { MissedProbes = 4, ProbeAtMost = TimeSpan.FromSeconds(5) },
    };

    /// <summary>Returns when the silo is a member.</summary>
    public static async Task<ClusterProcess> StartAsync(string connection, string name, TimeSpan clock = default)
    {
        var silo = Launch(connection, name, clock);
        await silo.SaysAsync("ready");
        return silo;
    }

    /// <summary>Starts one that must not become a member; returns why it did not.</summary>
    public static async Task<string> RefusedAsync(string connection, string name, TimeSpan clock)
    {
        using var silo = Launch(connection, name, clock);
        var reason = await silo.SaysAsync("refused: ");
        await silo.EndedAsync();
        return reason;
    }

    /// <summary>Starts one that cannot become a member yet; returns when its log says so, and ends it.</summary>
    public static async Task WarnedAsync(string connection, string name, string warning)
    {
        using var silo = Launch(connection, name, default);
        await silo.ReadAsync(line => line.Contains(warning, StringComparison.Ordinal), warning);
    }

    private static ClusterProcess Launch(string connection, string name, TimeSpan clock)
    {
        var (siloPort, gatewayPort) = (FreePorts.Tcp(), FreePorts.Tcp());
        var start = new ProcessStartInfo(Environment.ProcessPath!.Contains("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            ArgumentList =
            {
                typeof(ClusterProcess).Assembly.Location,
                connection,
                name,
                siloPort.ToString(CultureInfo.InvariantCulture),
                gatewayPort.ToString(CultureInfo.InvariantCulture),
            },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        WrongClock.Set(start, clock);
        return new ClusterProcess(name, siloPort, gatewayPort, clock, Process.Start(start)!);
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Stops all of its threads, as a machine that is frozen or moved does.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on.</summary>
    public Task ResumeAsync() => SignalAsync("CONT");

    /// <summary>Waits until the process is gone.</summary>
    public async Task EndedAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(deadline.Token);
    }

    /// <summary>Asks the silo to leave, and waits until it has.</summary>
    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        await SaysAsync("stopped");
        await EndedAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private Task<string> SaysAsync(string word) => ReadAsync(line => line.StartsWith(word, StringComparison.Ordinal), word);

    private async Task<string> ReadAsync(Predicate<string> isWanted, string what)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var log = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (isWanted(line))
            {
                return line;
            }

            log.AppendLine(line);
        }

        throw new InvalidOperationException($"Silo {Name} ended before it said: {what}:\n{log}");
    }
}
