using System.Collections.Concurrent;
using System.Diagnostics;
using ConsultCluster.Deployment.Tests.Scenes;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Deployment.Tests.OneMachine;

/// <summary>A server of a cluster as <c>./run</c> starts it once everything is built: the script turns into the server, so they are one process.</summary>
internal sealed class ScriptedServer : IDisposable
{
    /// <summary>A quiet machine takes 6 s with a new database.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private ScriptedServer(Process process) => _process = process;

    /// <summary>Address of plain HTTP.</summary>
    public required Uri Address { get; init; }

    public string Output => string.Join('\n', _lines);

    /// <summary>Starts it, and returns when it is ready.</summary>
    /// <param name="prefix">A program with arguments that runs the script; empty for none.</param>
    public static async Task<ScriptedServer> StartAsync(IReadOnlyList<string> prefix, string data, params string[] flags)
    {
        var http = FreePorts.Tcp();
        string[] command =
        [
            .. prefix, "bash", Repository.PathOf("scripts/serve.sh"), "--data", data, "--http-port", $"{http}", "--relay-port", $"{FreePorts.Udp(1)}", "--relays", "1",
            "--silo-port", $"{FreePorts.Tcp()}", "--gateway-port", "0", .. flags,
        ];
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false },
            EnableRaisingEvents = true,
        };
        var server = new ScriptedServer(process) { Address = new Uri($"http://127.0.0.1:{http}") };
        process.OutputDataReceived += (_, line) => server.Read(line.Data);
        process.ErrorDataReceived += (_, line) => server.Read(line.Data);
        process.Exited += (_, _) => server._ready.TrySetException(new InvalidOperationException("The server ended."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await server._ready.Task.WaitAsync(Deadline);
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            server.Dispose();
            throw new InvalidOperationException($"{e.Message}\n{server.Output}", e);
        }

        return server;
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndedAsync();
    }

    /// <summary>As Ctrl+C or a supervisor does; returns when the process is gone.</summary>
    public async Task StopAsync()
    {
        await Tool.RunAsync("kill", ["-TERM", $"{_process.Id}"]);
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

    private async Task EndedAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(deadline.Token);
    }

    private void Read(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            if (line.StartsWith("ready ", StringComparison.Ordinal))
            {
                _ready.TrySetResult();
            }
        }
    }
}
