using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ConsultCluster.Media.Stun;

/// <summary>
/// Writes one STUN message (RFC 8489) into the caller's buffer, attribute by attribute: integrity after all others,
/// fingerprint last. Throws when the buffer is too short, which is a bug; 512 bytes fit every ICE message.
/// </summary>
public ref struct StunWriter
{
    private readonly Span<byte> _buffer;

    /// <summary>Starts a Binding message of that class.</summary>
    /// <param name="transactionId">12 bytes: random for a request; the request's for a response.</param>
    public StunWriter(Span<byte> buffer, StunClass messageClass, scoped ReadOnlySpan<byte> transactionId)
    {
        _buffer = buffer;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, StunHeader.Type(messageClass, StunHeader.BindingMethod));
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], StunHeader.MagicCookie);
        transactionId[..12].CopyTo(buffer[8..]);
        Length = StunHeader.Size;
    }

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>USERNAME in UTF-8.</summary>
    public void AddUsername(scoped ReadOnlySpan<byte> username) => username.CopyTo(Add(StunAttribute.Username, username.Length));

    /// <summary>SOFTWARE, a text for debugging.</summary>
    public void AddSoftware(string software) =>
        Encoding.UTF8.GetBytes(software, Add(StunAttribute.Software, Encoding.UTF8.GetByteCount(software)));

    /// <summary>PRIORITY of the peer-reflexive candidate that the check may yield (RFC 8445 §7.1.1).</summary>
    public void AddPriority(uint priority) => BinaryPrimitives.WriteUInt32BigEndian(Add(StunAttribute.Priority, 4), priority);

    /// <summary>USE-CANDIDATE: nominates the pair.</summary>
    public void AddUseCandidate() => Add(StunAttribute.UseCandidate, 0);

    /// <summary>ICE-CONTROLLING with the tie-breaker.</summary>
    public void AddIceControlling(ulong tieBreaker) =>
        BinaryPrimitives.WriteUInt64BigEndian(Add(StunAttribute.IceControlling, 8), tieBreaker);

    /// <summary>ICE-CONTROLLED with the tie-breaker.</summary>
    public void AddIceControlled(ulong tieBreaker) =>
        BinaryPrimitives.WriteUInt64BigEndian(Add(StunAttribute.IceControlled, 8), tieBreaker);

    /// <summary>XOR-MAPPED-ADDRESS: the source of the request.</summary>
    public void AddMappedAddress(scoped in TransportAddress address)
    {
        var transactionId = _buffer.Slice(8, 12);
        StunAddress.Write(Add(StunAttribute.XorMappedAddress, StunAddress.Size(address)), address, transactionId);
    }

    /// <summary>ERROR-CODE with an empty reason, which keeps unauthenticated replies small.</summary>
    public void AddErrorCode(StunErrorCode code)
    {
        var value = Add(StunAttribute.ErrorCode, 4);
        value[0] = 0;
        value[1] = 0;
        value[2] = (byte)((int)code / 100);
        value[3] = (byte)((int)code % 100);
    }

    /// <summary>UNKNOWN-ATTRIBUTES, which a 420 names (RFC 8489 §14.9).</summary>
    public void AddUnknownAttributes(scoped ReadOnlySpan<ushort> types)
    {
        var value = Add(StunAttribute.UnknownAttributes, types.Length * 2);
        for (var i = 0; i < types.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(value[(i * 2)..], types[i]);
        }
    }

    /// <summary>MESSAGE-INTEGRITY with HMAC-SHA1; the key is the password in UTF-8 (RFC 8489 §9.1).</summary>
    public void AddIntegrity(scoped ReadOnlySpan<byte> key)
    {
        var covered = Length;
        var value = Add(StunAttribute.MessageIntegrity, StunHeader.IntegritySize);
        HMACSHA1.HashData(key, _buffer[..covered], value);
    }

    /// <summary>FINGERPRINT: a checksum that distinguishes STUN from other protocols on the port.</summary>
    public void AddFingerprint()
    {
        var covered = Length;
        var value = Add(StunAttribute.Fingerprint, 4);
        BinaryPrimitives.WriteUInt32BigEndian(value, Crc32.Compute(_buffer[..covered]) ^ StunHeader.FingerprintXor);
    }

    // Integrity and fingerprint cover a header whose length ends at the newest attribute.
    private Span<byte> Add(StunAttribute type, int length)
    {
        var padded = (length + 3) & ~3;
        var attribute = _buffer.Slice(Length, 4 + padded);
        BinaryPrimitives.WriteUInt16BigEndian(attribute, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)length);
        attribute[(4 + length)..].Clear();
        Length += attribute.Length;
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[2..], (ushort)(Length - StunHeader.Size));
        return attribute.Slice(4, length);
    }
}
