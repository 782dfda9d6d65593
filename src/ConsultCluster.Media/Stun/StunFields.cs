using System.Buffers.Binary;

namespace ConsultCluster.Media.Stun;

/// <summary>Attributes found in one pass over a message.</summary>
internal struct StunFields
{
    public ushort UsernameOffset;
    public ushort UsernameLength;
    public ushort IntegrityOffset;
    public ushort ErrorCode;
    public bool UseCandidate;
    public bool HasFingerprint;
    public byte UnknownCount;
    public uint? Priority;
    public ulong? IceControlling;
    public ulong? IceControlled;
    public TransportAddress? MappedAddress;
    public UnknownAttributes Unknown;

    /// <summary>Reads all attributes; false when one does not fit, or FINGERPRINT is wrong or not the last.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out StunFields fields)
    {
        fields = default;
        var reader = new StunAttributeReader(datagram);
        while (reader.TryRead())
        {
            if (fields.HasFingerprint)
            {
                return false;
            }

            if (reader.Type == StunAttribute.Fingerprint)
            {
                if (!IsFingerprintRight(datagram, reader))
                {
                    return false;
                }

                fields.HasFingerprint = true;
            }
            else if (fields.IntegrityOffset == 0 && !fields.TryTake(datagram, reader))
            {
                return false;
            }
        }

        return reader.IsAtEnd;
    }

    private static bool IsFingerprintRight(ReadOnlySpan<byte> datagram, in StunAttributeReader reader) =>
        reader.Value.Length == 4
        && BinaryPrimitives.ReadUInt32BigEndian(reader.Value) == (Crc32.Compute(datagram[..reader.Offset]) ^ StunHeader.FingerprintXor);

    private bool TryTake(ReadOnlySpan<byte> datagram, in StunAttributeReader reader)
    {
        var value = reader.Value;
        switch (reader.Type)
        {
            case StunAttribute.Username when UsernameLength == 0:
                UsernameOffset = (ushort)(reader.Offset + 4);
                UsernameLength = (ushort)value.Length;
                return true;
            case StunAttribute.MessageIntegrity:
                IntegrityOffset = (ushort)reader.Offset;
                return value.Length == StunHeader.IntegritySize;
            case StunAttribute.Priority:
                Priority = value.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(value) : null;
                return Priority is not null;
            case StunAttribute.UseCandidate:
                UseCandidate = true;
                return true;
            case StunAttribute.IceControlling:
                IceControlling = value.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(value) : null;
                return IceControlling is not null;
            case StunAttribute.IceControlled:
                IceControlled = value.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(value) : null;
                return IceControlled is not null;
            case StunAttribute.XorMappedAddress:
                MappedAddress = StunAddress.TryRead(value, datagram.Slice(8, 12), out var address) ? address : null;
                return true;
            case StunAttribute.ErrorCode:
                ErrorCode = value.Length >= 4 ? (ushort)(((value[2] & 7) * 100) + value[3]) : (ushort)0;
                return true;
            case StunAttribute.Username or StunAttribute.UnknownAttributes or StunAttribute.MessageIntegritySha256:
                return true;
            default:
                Remember(reader.Type);
                return true;
        }
    }

    private void Remember(StunAttribute type)
    {
        if ((int)type < 0x8000 && UnknownCount < UnknownAttributes.Capacity)
        {
            Unknown[UnknownCount++] = (ushort)type;
        }
    }
}
