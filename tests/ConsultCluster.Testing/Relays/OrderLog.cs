using System.Collections.Immutable;

namespace ConsultCluster.Testing.Relays;

/// <summary>Keeps orders in their sequence, and lets a test wait for one.</summary>
internal sealed class OrderLog
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(string Line, int Times, TaskCompletionSource Done)> _waiting = [];

    public ImmutableArray<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public void Add(string line)
    {
        lock (_lock)
        {
            _lines.Add(line);
            foreach (var waiting in _waiting.Where(waiting => Count(waiting.Line) >= waiting.Times).ToArray())
            {
                _waiting.Remove(waiting);
                waiting.Done.SetResult();
            }
        }
    }

    public Task WaitAsync(string line, int times)
    {
        lock (_lock)
        {
            if (Count(line) >= times)
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((line, times, done));
            return done.Task.WaitAsync(Deadline);
        }
    }

    private int Count(string line) => _lines.Count(known => string.Equals(known, line, StringComparison.Ordinal));
}
