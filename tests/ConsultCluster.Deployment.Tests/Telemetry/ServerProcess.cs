using System.Diagnostics;
using System.Text;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Deployment.Tests.Telemetry;

/// <summary>
/// A demo server as a process of its own: variables of OpenTelemetry are a process's, and so are instruments. Where two servers share a process, the end of one ends the metrics of the
/// other that have the same names.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Ready = "ready ";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    private readonly string _data = Directory.CreateTempSubdirectory("consult-").FullName;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private Uri? _address;

    private ServerProcess(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var tests = typeof(ServerProcess).Assembly.Location;
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "exec", "--runtimeconfig", Path.ChangeExtension(tests, "runtimeconfig.json"), "--depsfile", Path.ChangeExtension(tests, "deps.json"),
                typeof(ServerHost).Assembly.Location, "--demo", "--data", _data, "--relays", "1", "--http-port", "0", "--relay-port", "0",
            },
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"The server ended:\n{_output}"));
    }

    /// <summary>Address of plain HTTP.</summary>
    public Uri Address => _address!;

    /// <summary>Returns when the server says that it is ready.</summary>
    /// <param name="variables">Of the environment.</param>
    public static async Task<ServerProcess> StartAsync(params KeyValuePair<string, string>[] variables)
    {
        var server = new ServerProcess(variables);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            server._address = await server._ready.Task.WaitAsync(Deadline);
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

        if (line?.StartsWith(Ready, StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult(new Uri(line[Ready.Length..]));
        }
    }
}
