using System.Buffers.Binary;

namespace ConsultCluster.Media.Cascade;

/// <summary>Items of a link's NACK: track, a sequence number, and a bit for each of the next 16.</summary>
internal ref struct LinkNackItems
{
    public const int HeaderLength = 4;
    public const int ItemLength = 10;

    private ReadOnlySpan<byte> _rest;

    public LinkNackItems(ReadOnlySpan<byte> message)
    {
        IsWhole = message.Length >= HeaderLength && (message.Length - HeaderLength) % ItemLength == 0;
        _rest = IsWhole ? message[HeaderLength..] : default;
    }

    /// <summary>False when the message ends inside an item.</summary>
    public bool IsWhole { get; }

    public bool TryRead(out uint track, out uint sequence, out ushort following)
    {
        (track, sequence, following) = (0, 0, 0);
        if (_rest.Length < ItemLength)
        {
            return false;
        }

        track = BinaryPrimitives.ReadUInt32BigEndian(_rest);
        sequence = BinaryPrimitives.ReadUInt32BigEndian(_rest[4..]);
        following = BinaryPrimitives.ReadUInt16BigEndian(_rest[8..]);
        _rest = _rest[ItemLength..];
        return true;
    }

    /// <summary>Writes items for ascending numbers; returns the bytes written. Drops numbers that do not fit.</summary>
    public static int Write(Span<byte> destination, uint track, scoped ReadOnlySpan<long> sequences)
    {
        var length = 0;
        for (var i = 0; i < sequences.Length && destination.Length >= length + ItemLength;)
        {
            var first = sequences[i++];
            var following = 0;
            while (i < sequences.Length && sequences[i] - first <= 16)
            {
                following |= 1 << (int)(sequences[i++] - first - 1);
            }

            BinaryPrimitives.WriteUInt32BigEndian(destination[length..], track);
            BinaryPrimitives.WriteUInt32BigEndian(destination[(length + 4)..], (uint)first);
            BinaryPrimitives.WriteUInt16BigEndian(destination[(length + 8)..], (ushort)following);
            length += ItemLength;
        }

        return length;
    }
}
