using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ConsultCluster.Media.Stun;

/// <summary>A view of one STUN message (RFC 8489) in its datagram; copies and allocates nothing.</summary>
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

    /// <summary>True for the Binding method.</summary>
    public bool IsBinding => Method == StunHeader.BindingMethod;

    /// <summary>The 12 bytes that match a response to its request.</summary>
    public ReadOnlySpan<byte> TransactionId => _datagram.Slice(8, 12);

    /// <summary>USERNAME as UTF-8; empty when absent.</summary>
    public ReadOnlySpan<byte> Username => _datagram.Slice(_fields.UsernameOffset, _fields.UsernameLength);

    /// <summary>PRIORITY; null when absent.</summary>
    public uint? Priority => _fields.Priority;

    /// <summary>USE-CANDIDATE is present: the controlling side nominates this pair.</summary>
    public bool UseCandidate => _fields.UseCandidate;

    /// <summary>Tie-breaker of ICE-CONTROLLING; null when absent.</summary>
    public ulong? IceControlling => _fields.IceControlling;

    /// <summary>Tie-breaker of ICE-CONTROLLED; null when absent.</summary>
    public ulong? IceControlled => _fields.IceControlled;

    /// <summary>XOR-MAPPED-ADDRESS; null when absent or malformed.</summary>
    public TransportAddress? MappedAddress => _fields.MappedAddress;

    /// <summary>ERROR-CODE as a number from 300 to 699; 0 when absent.</summary>
    public int ErrorCode => _fields.ErrorCode;

    /// <summary>MESSAGE-INTEGRITY is present; <see cref="VerifyIntegrity"/> verifies it.</summary>
    public bool HasIntegrity => _fields.IntegrityOffset > 0;

    /// <summary>FINGERPRINT is present. Messages with a wrong one are rejected.</summary>
    public bool HasFingerprint => _fields.HasFingerprint;

    /// <summary>Unknown comprehension-required attributes; the first <see cref="UnknownCount"/> are valid.</summary>
    public UnknownAttributes Unknown => _fields.Unknown;

    /// <summary>Number of valid entries in <see cref="Unknown"/>.</summary>
    public int UnknownCount => _fields.UnknownCount;

    /// <summary>True when the datagram has a STUN header; reads nothing else.</summary>
    public static bool IsStun(ReadOnlySpan<byte> datagram) => StunHeader.IsValid(datagram);

    /// <summary>
    /// Reads a whole datagram. False when it is not STUN, is longer than 1,500 bytes, has an attribute that does not
    /// fit, or has a wrong FINGERPRINT. Attributes after MESSAGE-INTEGRITY other than FINGERPRINT are ignored (RFC 8489
    /// §14.5).
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

    /// <summary>True when MESSAGE-INTEGRITY matches this key, the password in UTF-8 (RFC 8489 §9.1).</summary>
    public bool VerifyIntegrity(ReadOnlySpan<byte> key)
    {
        if (!HasIntegrity)
        {
            return false;
        }

        // The HMAC covers a header whose length ends at MESSAGE-INTEGRITY, whatever follows.
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
