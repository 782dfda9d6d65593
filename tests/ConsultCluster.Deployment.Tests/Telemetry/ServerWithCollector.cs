using System.Diagnostics;
using System.Globalization;
using System.Text;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Deployment.Tests.Telemetry;

/// <summary>A demo server as a process of its own: the variables of OpenTelemetry are a process's.</summary>
internal sealed class ServerWithCollector : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly string _data = Directory.CreateTempSubdirectory("consult-").FullName;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private ServerWithCollector(int httpPort, int relayPort, string collector)
    {
        Address = new UriBuilder("http", "127.0.0.1", httpPort).Uri;
        var tests = typeof(ServerWithCollector).Assembly.Location;
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "exec", "--runtimeconfig", Path.ChangeExtension(tests, "runtimeconfig.json"), "--depsfile", Path.ChangeExtension(tests, "deps.json"),
                typeof(ServerHost).Assembly.Location, "--demo", "--data", _data, "--relays", "1",
                "--http-port", httpPort.ToString(CultureInfo.InvariantCulture), "--relay-port", relayPort.ToString(CultureInfo.InvariantCulture),
            },
            Environment =
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            },
        };
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"The server ended:\n{_output}"));
    }

    public Uri Address { get; }

    /// <summary>Returns when the server says that it is ready.</summary>
    public static async Task<ServerWithCollector> StartAsync(int httpPort, int relayPort, string collector)
    {
        var server = new ServerWithCollector(httpPort, relayPort, collector);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            await server._ready.Task.WaitAsync(Deadline);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private void Note(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.StartsWith("ready ", StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult();
        }
    }
}
