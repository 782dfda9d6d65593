using System.Diagnostics;
using System.Text;
using ConsultCluster.RelayNode;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Nodes;

/// <summary>A relay node as a process of its own, as <c>./run --role relay</c> starts it.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"The node ended:\n{Output}"));
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Returns when the node says that it is ready. The key is in its environment.</summary>
    public static async Task<NodeProcess> StartAsync(NodeCluster cluster, string name, params string[] flags)
    {
        var program = typeof(RelayNodeHost).Assembly.Location;
        var tests = typeof(NodeProcess).Assembly.Location;
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CONSULTCLUSTER_NODE_KEY"] = NodeCluster.Key },
        };
        string[] arguments =
        [
            "exec", "--runtimeconfig", Path.ChangeExtension(tests, "runtimeconfig.json"), "--depsfile", Path.ChangeExtension(tests, "deps.json"), program,
            "--role", "relay", "--join", cluster.Address.ToString(), "--node", name, "--relay-port", "0", "--relays", "1", "--identity", cluster.IdentityOf(name), .. flags,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var node = new NodeProcess(start);
        node._process.Start();
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        await node._ready.Task.InTimeAsync();
        cluster.Relay($"{name}-1");
        return node;
    }

    /// <summary>Sends a signal such as <c>TERM</c>, <c>STOP</c>, <c>CONT</c> or <c>KILL</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {_process.Id}"]);
        await kill.WaitForExitAsync().InTimeAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>The exit code, once there is one.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().InTimeAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line.StartsWith("ready http://127.0.0.1:", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}
