using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ConsultCluster.Media.Ice;

/// <summary>Remembers the newest checks to recognise repeated ones (retransmissions or intercepted copies).</summary>
internal sealed class RecentTransactions
{
    /// <summary>A peer retransmits within seconds and checks a few pairs a few times per second.</summary>
    private const int Capacity = 64;

    private Ring _ids;
    private byte _count;
    private byte _next;

    public bool Contains(ReadOnlySpan<byte> transactionId) => ((ReadOnlySpan<uint>)_ids)[.._count].Contains(Shorten(transactionId));

    /// <summary>Remembers a new transaction and forgets the oldest.</summary>
    public void Add(ReadOnlySpan<byte> transactionId)
    {
        _ids[_next] = Shorten(transactionId);
        _next = (byte)((_next + 1) % Capacity);
        _count = (byte)Math.Min(_count + 1, Capacity);
    }

    // Every repetition is still recognised. A new check is mistaken for one once in 67 million, and that costs one of
    // three checks in a row.
    private static uint Shorten(ReadOnlySpan<byte> id) => (uint)HashCode.Combine(
        BinaryPrimitives.ReadUInt32BigEndian(id), BinaryPrimitives.ReadUInt32BigEndian(id[4..]), BinaryPrimitives.ReadUInt32BigEndian(id[8..]));

    [InlineArray(Capacity)]
    private struct Ring
    {
        private uint _first;
    }
}
