using System.Buffers.Binary;
using System.Numerics;

namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// The last packets of one track, shared by all its receivers. Bytes stand in one ring, so that memory follows what is really
/// sent; in front of each payload are two bytes for the original sequence number of RTX (RFC 4588 §4).
/// </summary>
public sealed class PacketHistory
{
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

    /// <summary>Forgets everything: the source restarted.</summary>
    public void Clear()
    {
        Array.Fill(_records, new PacketRecord { Sequence = -1 });
        _highest = -1;
    }

    /// <summary>Keeps a packet; false when it is known, too old or too large. Its length and position are filled in.</summary>
    public bool TryAdd(in PacketRecord packet, ReadOnlySpan<byte> descriptor, ReadOnlySpan<byte> payload)
    {
        var sequence = packet.Sequence;
        var size = descriptor.Length + RtxPrefix + payload.Length;
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

    /// <summary>Finds a packet; false when it never came or is overwritten.</summary>
    public bool TryFind(long sequence, out PacketRecord record)
    {
        record = sequence < 0 ? default : _records[sequence & (_records.Length - 1)];
        return sequence >= 0 && record.Sequence == sequence && _head - record.Position <= _bytes.Length;
    }

    /// <summary>The dependency descriptor of a packet that was just found.</summary>
    public ReadOnlySpan<byte> Descriptor(in PacketRecord record) => _bytes.AsSpan(Start(record), record.DescriptorLength);

    /// <summary>The payload of a packet that was just found.</summary>
    public ReadOnlySpan<byte> Payload(in PacketRecord record) =>
        _bytes.AsSpan(Start(record) + record.DescriptorLength + RtxPrefix, record.Length);

    /// <summary>The payload behind its original sequence number (RFC 4588 §4).</summary>
    public ReadOnlySpan<byte> RtxPayload(in PacketRecord record, ushort originalSequence)
    {
        var payload = _bytes.AsSpan(Start(record) + record.DescriptorLength, RtxPrefix + record.Length);
        BinaryPrimitives.WriteUInt16BigEndian(payload, originalSequence);
        return payload;
    }

    private int Start(in PacketRecord record) => (int)(record.Position % _bytes.Length);
}
