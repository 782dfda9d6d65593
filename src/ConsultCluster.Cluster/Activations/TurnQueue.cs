using System.Diagnostics.CodeAnalysis;

namespace ConsultCluster.Cluster.Activations;

/// <summary>Runs turns one after the other, never two at once, on the thread pool; holds no thread while there is nothing to do.</summary>
internal sealed class TurnQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<Func<Task>> _turns = new();
    private Task _drain = Task.CompletedTask;
    private bool _running;
    private bool _closed;

    /// <summary>Turns that wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _turns.Count;
            }
        }
    }

    /// <summary>Queues a turn, which must not throw; false once the queue is closed.</summary>
    public bool TryPost(Func<Task> turn)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            _turns.Enqueue(turn);
            if (!_running)
            {
                _running = true;
                _drain = Task.Run(DrainAsync);
            }

            return true;
        }
    }

    /// <summary>Queues a turn and gives its result; null once the queue is closed.</summary>
    [SuppressMessage("Design", "MA0022", Justification = "Null is the answer: there is no task to wait for.")]
    public Task<T>? TryAsk<T>(Func<Task<T>> turn)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        return TryPost(RunAsync) ? answer.Task : null;

        async Task RunAsync()
        {
            try
            {
                answer.SetResult(await turn());
            }
            catch (Exception e)
            {
                answer.SetException(e);
            }
        }
    }

    /// <summary>Closes the queue unless a turn waits; asked by the running turn itself.</summary>
    public bool TryCloseIfEmpty()
    {
        lock (_lock)
        {
            if (_turns.Count > 0)
            {
                return false;
            }

            _closed = true;
            return true;
        }
    }

    /// <summary>Takes no more turns; done when the queued ones have run.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _closed = true;
            return _drain;
        }
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            Func<Task> turn;
            lock (_lock)
            {
                if (!_turns.TryDequeue(out turn!))
                {
                    _running = false;
                    return;
                }
            }

            await turn();
        }
    }
}
