using ConsultCluster.Server.Hosting;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// Delays sign-ins by name and source (a network, or a device that has signed in to that name): after <see cref="Free"/> failures in a row 2 s,
/// then twice as long each time, up to the setting. So guesses from one source delay nobody else. In memory, bounded.
/// </summary>
public sealed class SignInThrottle(IOptions<ServerOptions> options)
{
    /// <summary>Failures in a row without a delay: people mistype.</summary>
    public const int Free = 4;

    /// <summary>Bounds memory to some 4 MB; the addresses of one attacker are limited before they are counted here.</summary>
    private const int MaxEntries = 20_000;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);

    /// <summary>After that long without an attempt all is forgotten.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Name, string Source), Entry> entries = [];

    /// <summary>
    /// Counts an attempt as failed before it is checked, so that many at once are as slow as one after the other; zero when it may be checked, or
    /// how long to wait. An attempt that has to wait does not count.
    /// </summary>
    public TimeSpan Begin(string name, string source, DateTimeOffset now)
    {
        lock (gate)
        {
            var entry = entries.GetValueOrDefault((name, source));
            if (entry.NotBefore > now)
            {
                return entry.NotBefore - now;
            }

            Shrink(now);
            var failures = now - entry.At > Memory ? 1 : entry.Failures + 1;
            entries[(name, source)] = new Entry(failures, now, now + Delay(failures));
            return TimeSpan.Zero;
        }
    }

    /// <summary>The attempt was right: the next wrong one is the first.</summary>
    public void Succeed(string name, string source)
    {
        lock (gate)
        {
            entries.Remove((name, source));
        }
    }

    /// <summary>The attempt was not checked: it counts for nothing.</summary>
    public void Undo(string name, string source, DateTimeOffset now)
    {
        lock (gate)
        {
            if (entries.TryGetValue((name, source), out var entry))
            {
                entries[(name, source)] = new Entry(Math.Max(0, entry.Failures - 1), entry.At, now);
            }
        }
    }

    private TimeSpan Delay(int failures)
    {
        if (failures <= Free)
        {
            return TimeSpan.Zero;
        }

        // 2 s shifted by 20 is three weeks, more than any setting.
        var delay = FirstDelay * (1L << Math.Min(failures - Free - 1, 20));
        return delay < options.Value.SignInDelay ? delay : options.Value.SignInDelay;
    }

    /// <summary>Makes room: what is forgotten first, then the longest unused tenth.</summary>
    private void Shrink(DateTimeOffset now)
    {
        if (entries.Count < MaxEntries)
        {
            return;
        }

        foreach (var (key, _) in entries.Where(entry => now - entry.Value.At > Memory).ToArray())
        {
            entries.Remove(key);
        }

        if (entries.Count >= MaxEntries)
        {
            foreach (var (key, _) in entries.OrderBy(entry => entry.Value.At).Take(MaxEntries / 10).ToArray())
            {
                entries.Remove(key);
            }
        }
    }

    private readonly record struct Entry(int Failures, DateTimeOffset At, DateTimeOffset NotBefore);
}
