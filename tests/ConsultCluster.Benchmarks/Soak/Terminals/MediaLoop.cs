using System.Collections.Concurrent;
using ConsultCluster.Benchmarks.Load;

namespace ConsultCluster.Benchmarks.Soak.Terminals;

/// <summary>One thread that drives the media of many terminals.</summary>
internal sealed class MediaLoop : IDisposable
{
    /// <summary>Between two looks at all sockets. Delays do not depend on it: the kernel stamps what arrives, and what is sent is stamped as it leaves.</summary>
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentQueue<Action> _orders = new();

    /// <summary>Not disposed of: a terminal may still say something when the loop has ended.</summary>
    private readonly AutoResetEvent _wanted = new(initialState: false);
    private readonly List<MediaSide> _sides = [];
    private readonly Action<string> _fail;
    private readonly Thread _thread;
    private volatile bool _isEnded;

    /// <param name="fail">Told of what should never happen, as a sentence.</param>
    public MediaLoop(string name, Action<string> fail)
    {
        _fail = fail;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Has the loop's thread do something.</summary>
    public void Post(Action order)
    {
        _orders.Enqueue(order);
        _wanted.Set();
    }

    public void Add(MediaSide side) => Post(() => _sides.Add(side));

    /// <summary>Closes the terminal's sessions.</summary>
    public void Remove(MediaSide side) => Post(() =>
    {
        _sides.Remove(side);
        side.Dispose();
    });

    public void Dispose()
    {
        _isEnded = true;
        _wanted.Set();
        _thread.Join();
    }

    private void Run()
    {
        using var received = new TimedReceiveBatch();
        while (!_isEnded)
        {
            while (_orders.TryDequeue(out var order))
            {
                order();
            }

            foreach (var side in _sides)
            {
                try
                {
                    side.Step(received);
                }
                catch (Exception e) when (e is InvalidOperationException or ArgumentException)
                {
                    side.Forget();
                    _fail($"The media of a terminal failed: {e.Message}");
                }
            }

            _wanted.WaitOne(_step);
        }

        _sides.ForEach(side => side.Dispose());
    }
}
