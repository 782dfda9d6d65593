using System.Buffers.Binary;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Cascade;

/// <summary>
/// One packet of a track on a link, without the terminal's header extensions: type and flags, marker and payload type,
/// audio level, run, track, sequence number, timestamp; then the length-prefixed dependency descriptor, if any, and the
/// payload.
/// </summary>
internal readonly ref struct LinkPacket
{
    public const int HeaderLength = 16;

    /// <summary>Header and length field of a descriptor.</summary>
    public const int MaxOverhead = HeaderLength + 1;

    private const byte HasLevelFlag = 0x10;
    private const byte HasDescriptorFlag = 0x20;
    private const byte IsPaddedFlag = 0x40;
    private const byte IsRepeatedFlag = 0x80;

    private LinkPacket(ReadOnlySpan<byte> message, ReadOnlySpan<byte> descriptor, ReadOnlySpan<byte> payload)
    {
        IsRepeated = (message[0] & IsRepeatedFlag) != 0;
        Marker = (message[1] & 0x80) != 0;
        PayloadType = (byte)(message[1] & 0x7F);
        AudioLevel = (message[0] & HasLevelFlag) != 0 ? message[2] : (short)-1;
        Run = message[3];
        Track = BinaryPrimitives.ReadUInt32BigEndian(message[4..]);
        Sequence = BinaryPrimitives.ReadUInt32BigEndian(message[8..]);
        Timestamp = BinaryPrimitives.ReadUInt32BigEndian(message[12..]);
        Descriptor = descriptor;
        Payload = payload;
    }

    /// <summary>True for a retransmission.</summary>
    public bool IsRepeated { get; }

    public bool Marker { get; }

    public byte PayloadType { get; }

    public short AudioLevel { get; }

    /// <summary>Counts restarts of the track's sequence numbers: a new SSRC, the end of a pause.</summary>
    public byte Run { get; }

    public uint Track { get; }

    /// <summary>Lower 32 bits of the unwrapped sequence number.</summary>
    public uint Sequence { get; }

    public uint Timestamp { get; }

    public ReadOnlySpan<byte> Descriptor { get; }

    /// <summary>Without padding.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>False when it is truncated or its padding is invalid.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out LinkPacket packet)
    {
        packet = default;
        if (message.Length < HeaderLength)
        {
            return false;
        }

        var payload = message[HeaderLength..];
        ReadOnlySpan<byte> descriptor = default;
        if ((message[0] & HasDescriptorFlag) != 0)
        {
            if (payload.IsEmpty || payload.Length < 1 + payload[0])
            {
                return false;
            }

            descriptor = payload.Slice(1, payload[0]);
            payload = payload[(1 + payload[0])..];
        }

        if ((message[0] & IsPaddedFlag) != 0)
        {
            if (payload.IsEmpty || payload[^1] == 0 || payload[^1] > payload.Length)
            {
                return false;
            }

            payload = payload[..^payload[^1]];
        }

        packet = new(message, descriptor, payload);
        return true;
    }

    /// <summary>Writes the message; returns its length.</summary>
    /// <param name="payload">Payload with the record's padding.</param>
    public static int Write(
        Span<byte> message, uint track, byte run, in PacketRecord record, ReadOnlySpan<byte> descriptor, ReadOnlySpan<byte> payload, bool isRepeated)
    {
        message[0] = (byte)(LinkMessage.Media
            | (record.AudioLevel >= 0 ? HasLevelFlag : 0)
            | (descriptor.IsEmpty ? 0 : HasDescriptorFlag)
            | (record.Padding > 0 ? IsPaddedFlag : 0)
            | (isRepeated ? IsRepeatedFlag : 0));
        message[1] = (byte)((record.Marker ? 0x80 : 0) | record.PayloadType);
        message[2] = record.AudioLevel >= 0 ? (byte)record.AudioLevel : (byte)0;
        message[3] = run;
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], track);
        BinaryPrimitives.WriteUInt32BigEndian(message[8..], (uint)record.Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(message[12..], record.Timestamp);
        var length = HeaderLength;
        if (!descriptor.IsEmpty)
        {
            message[length++] = (byte)descriptor.Length;
            descriptor.CopyTo(message[length..]);
            length += descriptor.Length;
        }

        payload.CopyTo(message[length..]);
        return length + payload.Length;
    }
}
