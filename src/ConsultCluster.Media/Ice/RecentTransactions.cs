using System.Buffers.Binary;

namespace ConsultCluster.Media.Ice;

/// <summary>Remembers the newest checks, so that a copy of one (a retransmission, or one caught on its way) is told from a new one.</summary>
internal sealed class RecentTransactions
{
    /// <summary>A peer retransmits within seconds and checks a few times per second on a few pairs: 64 cover more than that.</summary>
    private const int Capacity = 64;

    private readonly UInt128[] _ids = new UInt128[Capacity];
    private int _count;
    private int _next;

    /// <summary>False when this transaction is known; remembers a new one.</summary>
    public bool TryAdd(ReadOnlySpan<byte> transactionId)
    {
        var id = new UInt128(BinaryPrimitives.ReadUInt32BigEndian(transactionId), BinaryPrimitives.ReadUInt64BigEndian(transactionId[4..]));
        if (_ids.AsSpan(0, _count).Contains(id))
        {
            return false;
        }

        _ids[_next] = id;
        _next = (_next + 1) % Capacity;
        _count = Math.Min(_count + 1, Capacity);
        return true;
    }
}
