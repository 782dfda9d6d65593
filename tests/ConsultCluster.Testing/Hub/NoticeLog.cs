namespace ConsultCluster.Testing.Hub;

/// <summary>Notices in the order they came; one can wait for the first that fits.</summary>
/// <param name="heard">Takes each notice instead, and none is kept; null keeps them.</param>
public sealed class NoticeLog(Action<object>? heard = null)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly List<object> _notices = [];
    private readonly List<(Func<object, bool> Fits, TaskCompletionSource<object> Done)> _waiting = [];

    /// <summary>What came so far.</summary>
    public IReadOnlyList<object> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _notices];
            }
        }
    }

    /// <summary>The first notice of that kind that fits, already there or still to come.</summary>
    /// <exception cref="TimeoutException">None came in 15 s.</exception>
    public async Task<T> WaitAsync<T>(Func<T, bool>? fits = null)
        where T : class
    {
        bool Fits(object notice) => notice is T typed && (fits is null || fits(typed));
        Task<object> task;
        lock (_lock)
        {
            if (_notices.FirstOrDefault(Fits) is { } found)
            {
                return (T)found;
            }

            var done = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((Fits, done));
            task = done.Task;
        }

        return (T)await task.WaitAsync(Deadline);
    }

    internal void Add(object notice)
    {
        if (heard is not null)
        {
            heard(notice);
            return;
        }

        lock (_lock)
        {
            _notices.Add(notice);
            foreach (var (fits, done) in _waiting)
            {
                if (fits(notice))
                {
                    done.TrySetResult(notice);
                }
            }
        }
    }
}
