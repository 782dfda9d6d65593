using System.Buffers.Binary;

namespace ConsultCluster.Media.Rtp;

/// <summary>The fixed header of one RTP packet and the positions of its variable parts (RFC 3550 §5.1).</summary>
/// <param name="PayloadType">0 to 127.</param>
/// <param name="Timestamp">In units of the codec's clock.</param>
/// <param name="HasPadding">The last byte of the (decrypted) packet counts the padding.</param>
/// <param name="ExtensionProfile">The 16-bit profile of the extension; 0 without one.</param>
/// <param name="ExtensionOffset">First byte of the extension's data.</param>
/// <param name="ExtensionLength">Bytes of the extension's data.</param>
/// <param name="Length">Bytes before the payload: fixed header, CSRC list and extension.</param>
public readonly record struct RtpHeader(
    bool Marker,
    byte PayloadType,
    ushort Sequence,
    uint Timestamp,
    uint Ssrc,
    bool HasPadding,
    ushort ExtensionProfile,
    int ExtensionOffset,
    int ExtensionLength,
    int Length)
{
    /// <summary>Bytes of the header without CSRC list and extension.</summary>
    public const int FixedLength = 12;

    /// <summary>False when the bytes are not an RTP packet of version 2 or end inside the header.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        if (packet.Length < FixedLength || packet[0] >> 6 != 2)
        {
            return false;
        }

        var length = FixedLength + ((packet[0] & 0x0F) * 4);
        ushort profile = 0;
        var extensionOffset = 0;
        var extensionLength = 0;
        if ((packet[0] & 0x10) != 0)
        {
            if (packet.Length < length + 4)
            {
                return false;
            }

            profile = BinaryPrimitives.ReadUInt16BigEndian(packet[length..]);
            extensionLength = BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]) * 4;
            extensionOffset = length + 4;
            length = extensionOffset + extensionLength;
        }

        if (packet.Length < length)
        {
            return false;
        }

        header = new(
            (packet[1] & 0x80) != 0,
            (byte)(packet[1] & 0x7F),
            BinaryPrimitives.ReadUInt16BigEndian(packet[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[8..]),
            (packet[0] & 0x20) != 0,
            profile,
            extensionOffset,
            extensionLength,
            length);
        return true;
    }

    /// <summary>The payload without padding; false when the padding count is invalid (RFC 3550 §5.1).</summary>
    public bool TryGetPayload(ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> payload)
    {
        payload = packet[Length..];
        if (!HasPadding)
        {
            return true;
        }

        if (payload.IsEmpty || payload[^1] == 0 || payload[^1] > payload.Length)
        {
            return false;
        }

        payload = payload[..^payload[^1]];
        return true;
    }

    /// <summary>Finds one header extension element (RFC 8285); id 0 is never found.</summary>
    public bool TryFindExtension(ReadOnlySpan<byte> packet, byte id, out ReadOnlySpan<byte> value) =>
        RtpExtensions.TryFind(packet.Slice(ExtensionOffset, ExtensionLength), ExtensionProfile, id, out value);
}
