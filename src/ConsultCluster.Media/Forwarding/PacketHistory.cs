using System.Buffers.Binary;
using System.Numerics;

namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// The last packets of one track, shared by all its receivers. One byte ring holds the payloads, so memory matches the
/// traffic. Two bytes for the RTX original sequence number (RFC 4588 §4) precede each payload; room for padding follows
/// it.
/// </summary>
public sealed class PacketHistory
{
    /// <summary>Limit of padding per packet, in bytes: packets of one frame seldom differ by more.</summary>
    public const int MaxPadding = 16;

    private const int RtxPrefix = 2;

    private readonly PacketRecord[] _records;
    private readonly byte[] _bytes;
    private long _head;
    private long _highest = -1;

    /// <param name="packets">Rounded up to a power of two.</param>
    /// <param name="bytes">Room for payloads.</param>
    public PacketHistory(int packets, int bytes)
    {
        _records = new PacketRecord[BitOperations.RoundUpToPowerOf2((uint)packets)];
        Array.Fill(_records, new PacketRecord { Sequence = -1 });
        _bytes = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
    }

    /// <summary>Highest sequence number; -1 before the first.</summary>
    public long Highest => _highest;

    /// <summary>Clears everything, because the source restarted.</summary>
    public void Clear()
    {
        Array.Fill(_records, new PacketRecord { Sequence = -1 });
        _highest = -1;
    }

    /// <summary>
    /// Stores a packet and fills in its length and position; false when it is a duplicate, too old or too large.
    /// </summary>
    public bool TryAdd(in PacketRecord packet, ReadOnlySpan<byte> descriptor, ReadOnlySpan<byte> payload)
    {
        var sequence = packet.Sequence;
        var size = descriptor.Length + RtxPrefix + payload.Length + MaxPadding;
        ref var record = ref _records[sequence & (_records.Length - 1)];
        if (sequence < 0 || sequence <= _highest - _records.Length || record.Sequence >= sequence || size > _bytes.Length)
        {
            return false;
        }

        var start = (int)(_head % _bytes.Length);
        if (start + size > _bytes.Length)
        {
            _head += _bytes.Length - start;
            start = 0;
        }

        descriptor.CopyTo(_bytes.AsSpan(start));
        payload.CopyTo(_bytes.AsSpan(start + descriptor.Length + RtxPrefix));
        record = packet with { DescriptorLength = descriptor.Length, Length = payload.Length, Position = _head };
        _head += size;
        _highest = Math.Max(_highest, sequence);
        return true;
    }

    /// <summary>
    /// Adds padding to a packet, also for retransmissions. Only before it is first sent: no other content may be
    /// encrypted under its number.
    /// </summary>
    /// <param name="record">The record as found.</param>
    /// <param name="bytes">From 1 to <see cref="MaxPadding"/>.</param>
    public void Pad(ref PacketRecord record, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, MaxPadding);
        record = record with { Padding = (byte)bytes };
        _records[record.Sequence & (_records.Length - 1)] = record;
        var padding = _bytes.AsSpan(Start(record) + record.DescriptorLength + RtxPrefix + record.Length, bytes);
        padding.Clear();
        padding[^1] = (byte)bytes;
    }

    /// <summary>Finds a packet; false when it never arrived or was overwritten.</summary>
    public bool TryFind(long sequence, out PacketRecord record)
    {
        record = sequence < 0 ? default : _records[sequence & (_records.Length - 1)];
        return sequence >= 0 && record.Sequence == sequence && _head - record.Position <= _bytes.Length;
    }

    /// <summary>Dependency descriptor of a packet just found.</summary>
    public ReadOnlySpan<byte> Descriptor(in PacketRecord record) => _bytes.AsSpan(Start(record), record.DescriptorLength);

    /// <summary>Payload of a packet just found, with its padding.</summary>
    public ReadOnlySpan<byte> Payload(in PacketRecord record) =>
        _bytes.AsSpan(Start(record) + record.DescriptorLength + RtxPrefix, record.Length + record.Padding);

    /// <summary>RTX payload: the original sequence number and the payload, without padding (RFC 4588 §4).</summary>
    public ReadOnlySpan<byte> RtxPayload(in PacketRecord record, ushort originalSequence)
    {
        var payload = _bytes.AsSpan(Start(record) + record.DescriptorLength, RtxPrefix + record.Length);
        BinaryPrimitives.WriteUInt16BigEndian(payload, originalSequence);
        return payload;
    }

    private int Start(in PacketRecord record) => (int)(record.Position % _bytes.Length);
}
