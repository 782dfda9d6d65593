using System.Diagnostics;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>A peer's process, and the last lines it said, for the message when it fails.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private const int KeptLines = 12;
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(10);

    private readonly string _name;
    private readonly string? _readyLine;
    private readonly Process _process;
    private readonly ReadyNotice _notice = new();
    private readonly TaskCompletionSource _saidReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _lines = new();

    /// <param name="readyLine">Part of the line with which it says that it listens; null when it tells systemd.</param>
    /// <exception cref="PeerException">Not installed.</exception>
    public PeerProcess(PeerProgram program, IEnumerable<string> arguments, string? readyLine = null)
    {
        _name = program.Name;
        _readyLine = readyLine;
        var start = new ProcessStartInfo(program.GetPath(), arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment[ReadyNotice.Variable] = _notice.Value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>What it last said on its standard outputs.</summary>
    public string LastLines
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Waits until it listens.</summary>
    /// <exception cref="PeerException">It ended, or the deadline of 10 s passed.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken stop)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop);
        deadline.CancelAfter(_deadline);
        var ready = _readyLine is null ? _notice.WaitAsync(deadline.Token) : _saidReady.Task.WaitAsync(deadline.Token);
        await Task.WhenAny(ready, _process.WaitForExitAsync(deadline.Token));
        if (!ready.IsCompletedSuccessfully)
        {
            stop.ThrowIfCancellationRequested();
            var what = _process.HasExited ? $"ended with exit code {_process.ExitCode}" : $"was not ready within {_deadline.TotalSeconds:0} s";
            throw new PeerException($"{_name} {what}. It said:\n{LastLines}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _notice.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line.Data);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }

        if (_readyLine is not null && line.Data.Contains(_readyLine, StringComparison.Ordinal))
        {
            _saidReady.TrySetResult();
        }
    }
}
