using System.Collections.Concurrent;

namespace ConsultCluster.Server.Hosting;

/// <summary>
/// A line for an attempt that was refused: who knocks has to be seen, and must not fill the disk. One line a minute for each kind and address, and
/// then how many more there were.
/// </summary>
internal sealed partial class RefusalLog(TimeProvider clock, ILogger<RefusalLog> logger) : BackgroundService
{
    /// <summary>How often one kind from one address is logged.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Pairs of kind and address at a time, about 1 MB; further addresses count together.</summary>
    public const int MaxPairs = 4096;

    private const string OtherAddresses = "other addresses";

    private readonly ConcurrentDictionary<(string Kind, string Address), Count> _counts = [];

    /// <param name="kind">What was refused; few values, such as a code of a refusal.</param>
    /// <param name="address">Of the caller.</param>
    public void Add(string kind, string address)
    {
        var pair = (kind, _counts.Count < MaxPairs || _counts.ContainsKey((kind, address)) ? address : OtherAddresses);
        if (_counts.TryAdd(pair, new Count()))
        {
            LogRefused(kind, pair.Item2);
        }
        else if (_counts.TryGetValue(pair, out var count))
        {
            count.Add();
        }
    }

    /// <summary>Ends the interval: logs what was left out, and begins to log again.</summary>
    public void Sweep()
    {
        foreach (var pair in _counts.Keys)
        {
            if (_counts.TryRemove(pair, out var count) && count.Value is > 0 and var more)
            {
                LogMore(pair.Kind, pair.Address, more);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Sweep();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Refused {Kind} from {Address}; more of it within a minute is only counted")]
    private partial void LogRefused(string kind, string address);

    [LoggerMessage(2, LogLevel.Warning, "Refused {Kind} from {Address} {More} more times within a minute")]
    private partial void LogMore(string kind, string address, long more);

    private sealed class Count
    {
        private long _value;

        public long Value => Interlocked.Read(ref _value);

        public void Add() => Interlocked.Increment(ref _value);
    }
}
