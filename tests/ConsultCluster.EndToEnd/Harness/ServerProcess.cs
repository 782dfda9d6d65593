using System.Diagnostics;
using ConsultCluster.Testing.Network;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.EndToEnd.Harness;

/// <summary>The real server as its own process, on ports and a data folder of its own.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>More than one, whatever the machine has, so that a restart may move a group to another.</summary>
    private const int Relays = 2;

    private static readonly TimeSpan AloneStartsWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan MemberStartsWithin = TimeSpan.FromSeconds(180);

    private readonly OutputLines _output = new();
    private readonly int _httpPort = FreePorts.Tcp();
    private readonly int _relayPort = FreePorts.Udp(Relays);
    private readonly int? _httpsPort;
    private readonly int _relays;
    private readonly string[] _flags;
    private readonly string? _postgres;
    private readonly bool _ownsData;
    private Process? _process;

    private ServerProcess(string[] flags, int? httpsPort = null, int relays = Relays, string? postgres = null, string? data = null)
    {
        _httpsPort = httpsPort;
        _relays = relays;
        _flags = httpsPort is { } port ? [.. flags, "--https", "--https-port", $"{port}"] : flags;
        _postgres = postgres;
        _ownsData = data is null;
        Data = data ?? Directory.CreateTempSubdirectory("consult-e2e-").FullName;
    }

    /// <summary>Database, keys and certificate.</summary>
    public string Data { get; }

    /// <summary>The database file.</summary>
    public string Database => Path.Combine(Data, "consult.db");

    /// <summary>Without a slash at the end.</summary>
    public string Url => $"http://127.0.0.1:{_httpPort}";

    /// <summary>Where people open the pages: HTTPS when the server was started with it.</summary>
    public string PageUrl => _httpsPort is { } port ? $"https://127.0.0.1:{port}" : Url;

    /// <summary>UDP ports of its own relays.</summary>
    public IEnumerable<int> RelayPorts => Enumerable.Range(_relayPort, _relays);

    /// <summary>By how much its clock is wrong, from its next start on; below zero when it is behind. Default zero.</summary>
    public TimeSpan ClockAhead { get; init; }

    /// <summary>The running process.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("It does not run.");

    /// <summary>TCP port of plain HTTP.</summary>
    public int HttpPort => _httpPort;

    /// <summary>TCP port of HTTPS; null without.</summary>
    public int? HttpsPort => _httpsPort;

    /// <summary>Everything the server printed so far, over all its lives.</summary>
    public string Output => _output.Text;

    private TimeSpan StartDeadline => _postgres is null ? AloneStartsWithin : MemberStartsWithin;

    /// <summary>Starts with the demo accounts, media on this machine only.</summary>
    public static async Task<ServerProcess> StartDemoAsync(bool https = false, params string[] flags)
    {
        var server = new ServerProcess(["--demo", .. flags], https ? FreePorts.Tcp() : null);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts with the demo accounts, and takes relay-only processes in.</summary>
    public static async Task<ServerProcess> StartControlAsync(string nodeKey)
    {
        var server = new ServerProcess(["--demo", "--node-key", nodeKey]);
        await server.StartAsync();
        return server;
    }

    /// <summary>A server on PostgreSQL, alone or one of several, with the demo accounts; not started yet.</summary>
    /// <param name="postgres">Connection string of the database.</param>
    /// <param name="data">Folder of the keys, the same for all of them; stays when the process goes.</param>
    /// <param name="relays">Relays of its own; 0 for a process that may have none.</param>
    public static ServerProcess NewMember(string postgres, string data, int relays, params string[] flags) =>
        NewMember(postgres, data, relays, clockAhead: TimeSpan.Zero, flags);

    /// <summary>The same with a clock that is wrong by so much.</summary>
    public static ServerProcess NewMember(string postgres, string data, int relays, TimeSpan clockAhead, params string[] flags) =>
        new(["--demo", .. flags], relays: relays, postgres: postgres, data: data) { ClockAhead = clockAhead };

    /// <summary>Starts as on a fresh machine, without accounts.</summary>
    public static async Task<ServerProcess> StartFreshAsync()
    {
        var server = new ServerProcess([]);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts, and returns when the server said that it is ready.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Data,
        };
        string[] relays = _relays == 0 ? [] : ["--relay-port", $"{_relayPort}", "--relays", $"{_relays}"];
        string[] arguments =
        [
            SourceTree.ServerDll, "--http-port", $"{_httpPort}", .. relays, "--advertise", "127.0.0.1", "--data", Data, "--web", SourceTree.WebApp, .. _flags,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (_postgres is not null)
        {
            start.Environment["CONSULTCLUSTER_POSTGRES"] = _postgres;
            // They live for seconds here, and several together: measuring its own code to compile it better later would take the processor from the others.
            start.Environment["DOTNET_TieredPGO"] = "0";
        }

        WrongClock.Set(start, ClockAhead);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var ready = _output.Watch(process, line => line.Contains($"ready {Url}", StringComparison.Ordinal));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        try
        {
            await ready.WaitAsync(StartDeadline);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"The server was not ready after {StartDeadline.TotalSeconds} s:\n{Output}", late);
        }
    }

    /// <summary>What <c>kill -9</c> does: no farewell, nothing flushed.</summary>
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

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (_ownsData)
        {
            Directory.Delete(Data, recursive: true);
        }
    }
}
