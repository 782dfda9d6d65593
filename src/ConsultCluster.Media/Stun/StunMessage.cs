using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ConsultCluster.Media.Stun;

/// <summary>A view of one STUN message (RFC 8489) in the datagram it came in: nothing is copied, nothing allocated.</summary>
public readonly ref struct StunMessage
{
    private readonly ReadOnlySpan<byte> _datagram;
    private readonly StunFields _fields;

    private StunMessage(ReadOnlySpan<byte> datagram, scoped in StunFields fields)
    {
        _datagram = datagram;
        _fields = fields;
    }

    /// <summary>Request, indication, success or error.</summary>
    public StunClass Class => (StunClass)(((_datagram[0] & 1) << 1) | ((_datagram[1] >> 4) & 1));

    /// <summary>The method; 1 is Binding.</summary>
    public int Method => ((_datagram[0] & 0x3E) << 6) | ((_datagram[1] & 0xE0) >> 1) | (_datagram[1] & 0x0F);

    /// <summary>True for the method that connectivity checks use.</summary>
    public bool IsBinding => Method == StunHeader.BindingMethod;

    /// <summary>The 12 bytes that tie a response to its request.</summary>
    public ReadOnlySpan<byte> TransactionId => _datagram.Slice(8, 12);

    /// <summary>USERNAME as UTF-8; empty when absent.</summary>
    public ReadOnlySpan<byte> Username => _datagram.Slice(_fields.UsernameOffset, _fields.UsernameLength);

    /// <summary>PRIORITY; null when absent.</summary>
    public uint? Priority => _fields.Priority;

    /// <summary>USE-CANDIDATE is there: the controlling side nominates this pair.</summary>
    public bool UseCandidate => _fields.UseCandidate;

    /// <summary>Tie-breaker of ICE-CONTROLLING; null when absent.</summary>
    public ulong? IceControlling => _fields.IceControlling;

    /// <summary>Tie-breaker of ICE-CONTROLLED; null when absent.</summary>
    public ulong? IceControlled => _fields.IceControlled;

    /// <summary>XOR-MAPPED-ADDRESS; null when absent or malformed.</summary>
    public TransportAddress? MappedAddress => _fields.MappedAddress;

    /// <summary>ERROR-CODE as a number from 300 to 699; 0 when absent.</summary>
    public int ErrorCode => _fields.ErrorCode;

    /// <summary>MESSAGE-INTEGRITY is there; whether it is right says <see cref="VerifyIntegrity"/>.</summary>
    public bool HasIntegrity => _fields.IntegrityOffset > 0;

    /// <summary>FINGERPRINT is there; a wrong one is never parsed.</summary>
    public bool HasFingerprint => _fields.HasFingerprint;

    /// <summary>Attributes that must be understood and are not; <see cref="UnknownCount"/> of them hold.</summary>
    public UnknownAttributes Unknown => _fields.Unknown;

    /// <summary>How many of <see cref="Unknown"/> hold.</summary>
    public int UnknownCount => _fields.UnknownCount;

    /// <summary>Whether the datagram begins as STUN; cheap, reads the header only.</summary>
    public static bool IsStun(ReadOnlySpan<byte> datagram) => StunHeader.IsValid(datagram);

    /// <summary>
    /// Reads a whole datagram. False for what is no STUN message, is longer than 1,500 bytes, holds an attribute that does not fit, or
    /// has a wrong FINGERPRINT. Attributes behind MESSAGE-INTEGRITY other than FINGERPRINT are ignored (RFC 8489 §14.5).
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (!StunHeader.IsValid(datagram) || !StunFields.TryRead(datagram, out var fields))
        {
            return false;
        }

        message = new(datagram, fields);
        return true;
    }

    /// <summary>Whether MESSAGE-INTEGRITY is there and made with this key, the password in UTF-8 (RFC 8489 §9.1).</summary>
    public bool VerifyIntegrity(ReadOnlySpan<byte> key)
    {
        if (!HasIntegrity)
        {
            return false;
        }

        // The HMAC covers a header whose length ends with MESSAGE-INTEGRITY itself, whatever follows it.
        var covered = _fields.IntegrityOffset;
        Span<byte> copy = stackalloc byte[StunHeader.MaxMessage];
        copy = copy[..covered];
        _datagram[..covered].CopyTo(copy);
        BinaryPrimitives.WriteUInt16BigEndian(copy[2..], (ushort)(covered + 4 + StunHeader.IntegritySize - StunHeader.Size));

        Span<byte> expected = stackalloc byte[StunHeader.IntegritySize];
        HMACSHA1.HashData(key, copy, expected);
        return CryptographicOperations.FixedTimeEquals(expected, _datagram.Slice(covered + 4, StunHeader.IntegritySize));
    }
}
