using System.Diagnostics;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.EndToEnd.Harness.Cluster;

/// <summary>A relay-only process that joined a server, with one relay.</summary>
internal sealed class RelayNodeProcess(ServerProcess server, string name, string region, string key) : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(180);

    private readonly OutputLines _output = new();
    private Process? _process;

    /// <summary>Its name; that of its relay begins with it.</summary>
    public string Name => name;

    public string Region => region;

    /// <summary>The relay's UDP port, the same in every life.</summary>
    public int RelayPort { get; } = FreePorts.Udp(1);

    /// <summary>The running process.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("It does not run.");

    /// <summary>Everything it printed so far, over all its lives.</summary>
    public string Output => _output.Text;

    /// <summary>Starts, and returns when the server has taken it in.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = server.Data };
        string[] arguments =
        [
            SourceTree.RelayNodeDll, "--join", server.Url, "--node", name, "--region", region, "--relays", "1",
            "--relay-port", $"{RelayPort}", "--http-port", "0", "--advertise", "127.0.0.1",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["CONSULTCLUSTER_NODE_KEY"] = key;
        // It lives for seconds here: measuring its own code to compile it better later would take the processor from everybody else.
        start.Environment["DOTNET_TieredPGO"] = "0";
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var joined = _output.Watch(process, line => line.Contains("joined", StringComparison.OrdinalIgnoreCase));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        await joined.WaitAsync(StartDeadline);
    }

    /// <summary>What <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>What an operator does who wants to stop the machine: SIGTERM, and the node goes when it is empty.</summary>
    public async Task DrainAsync(TimeSpan deadline)
    {
        var process = _process ?? throw new InvalidOperationException("It does not run.");
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(deadline);
        _process = null;
        process.Dispose();
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}
