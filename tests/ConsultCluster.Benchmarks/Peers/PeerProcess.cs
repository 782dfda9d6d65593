using System.Diagnostics;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>A peer's process, and the last lines it said, for the message when it fails.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private const int KeptLines = 12;
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    private readonly string _name;
    private readonly Process _process;
    private readonly Queue<string> _lines = new();

    /// <exception cref="PeerException">Not installed.</exception>
    public PeerProcess(PeerProgram program, IEnumerable<string> arguments)
    {
        _name = program.Name;
        _process = new Process
        {
            StartInfo = new(program.GetPath(), arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false },
        };
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

    /// <summary>Tries again until it succeeds: a program that has just started does not listen yet.</summary>
    /// <exception cref="PeerException">It ended, or the deadline of 10 s passed.</exception>
    public async Task WaitUntilAsync(Func<CancellationToken, Task<bool>> succeeds, CancellationToken stop)
    {
        for (var began = Stopwatch.GetTimestamp(); !await succeeds(stop); await Task.Delay(_pause, stop))
        {
            if (_process.HasExited)
            {
                throw new PeerException($"{_name} ended with exit code {_process.ExitCode}. It said:\n{LastLines}");
            }

            if (Stopwatch.GetElapsedTime(began) > _deadline)
            {
                throw new PeerException($"{_name} did not answer within {_deadline.TotalSeconds:0} s. It said:\n{LastLines}");
            }
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
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_lines)
        {
            if (line.Data is not null)
            {
                _lines.Enqueue(line.Data);
            }

            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
