using System.Collections.Concurrent;
using System.Diagnostics;

namespace ConsultCluster.Server.Tests.Telemetry;

/// <summary>The finished activities of one trace. Other tests of the process have traces of their own.</summary>
internal sealed class ActivityLog : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<Activity> _finished = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly ActivityListener _listener;

    public ActivityLog()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Add,
        };
        ActivitySource.AddActivityListener(_listener);
        Root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
    }

    /// <summary>What the test does, as the caller of everything.</summary>
    public Activity Root { get; }

    /// <summary>Everything so far.</summary>
    public IReadOnlyCollection<Activity> Finished => _finished;

    /// <summary>The first activity of a source whose name ends so.</summary>
    public async Task<Activity> WaitAsync(string source, string nameEnd)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            if (_finished.FirstOrDefault(a => a.Source.Name == source && a.DisplayName.EndsWith(nameEnd, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            try
            {
                await _news.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException e)
            {
                var seen = string.Join("; ", _finished.Select(a => $"{a.Source.Name}: {a.DisplayName}"));
                throw new TimeoutException($"No activity {nameEnd} of {source}; there are {seen}.", e);
            }
        }
    }

    public void Dispose()
    {
        Root.Dispose();
        _listener.Dispose();
        _news.Dispose();
    }

    private void Add(Activity activity)
    {
        if (activity.TraceId == Root.TraceId)
        {
            _finished.Enqueue(activity);
            _news.Release();
        }
    }
}
