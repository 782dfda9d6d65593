using ConsultCluster.Media;

namespace ConsultCluster.Testing.Network;

/// <summary>One direction between two addresses: says when a datagram arrives, if it does.</summary>
internal sealed class FakePath
{
    private MonoTime _idleAt;

    public Impairment Impairment { get; set; } = Impairment.None;

    public IReadOnlyList<MonoTime> Schedule(int bytes, MonoTime now, Random random)
    {
        if (random.NextDouble() * 100 < Impairment.LossPercent || !TryQueue(bytes, now, out var sentAt))
        {
            return [];
        }

        var at = sentAt + Impairment.Delay + (Impairment.Jitter * random.NextDouble());
        if (random.NextDouble() * 100 < Impairment.ReorderPercent)
        {
            at += Impairment.ReorderDelay;
        }

        return random.NextDouble() * 100 < Impairment.DuplicatePercent ? [at, at + TimeSpan.FromMilliseconds(1)] : [at];
    }

    private bool TryQueue(int bytes, MonoTime now, out MonoTime sentAt)
    {
        sentAt = now;
        if (Impairment.BitsPerSecond == 0)
        {
            return true;
        }

        var start = _idleAt > now ? _idleAt : now;
        var waiting = (start - now).TotalSeconds * Impairment.BitsPerSecond / 8;
        if (waiting + bytes > Impairment.QueueBytes)
        {
            return false;
        }

        sentAt = start + TimeSpan.FromSeconds(bytes * 8.0 / Impairment.BitsPerSecond);
        _idleAt = sentAt;
        return true;
    }
}
