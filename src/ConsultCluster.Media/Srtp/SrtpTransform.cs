namespace ConsultCluster.Media.Srtp;

/// <summary>
/// One protection profile with one direction's session keys: encrypts and authenticates, without stream or replay
/// state.
/// </summary>
internal abstract class SrtpTransform : IDisposable
{
    /// <summary>Set in the SRTCP trailer when the packet is encrypted (RFC 3711 §3.4).</summary>
    protected const uint EncryptedFlag = 0x8000_0000;

    /// <summary>RTCP header and sender SSRC, which are not encrypted.</summary>
    protected const int RtcpHeaderLength = 8;

    /// <summary>Length of the SRTCP trailer with flag and index.</summary>
    protected const int RtcpIndexLength = 4;

    /// <summary>Bytes that protection adds to an RTP packet.</summary>
    public abstract int RtpExpansion { get; }

    /// <summary>Bytes that protection adds to an RTCP packet.</summary>
    public abstract int RtcpExpansion { get; }

    /// <summary>Writes encrypted payload and tag after the packet's header; returns the packet's length.</summary>
    /// <param name="payload">Plaintext; may already be in place after the header.</param>
    public abstract int ProtectRtp(long index, Span<byte> packet, int headerLength, ReadOnlySpan<byte> payload);

    /// <summary>Verifies and decrypts in place; the packet is at least header and expansion long.</summary>
    public abstract bool TryUnprotectRtp(long index, Span<byte> packet, int headerLength);

    /// <summary>Writes the protected packet; returns the length.</summary>
    public abstract int ProtectRtcp(uint index, ReadOnlySpan<byte> packet, Span<byte> destination);

    /// <summary>Reads the trailer (flag and index) of a packet that is at least header and expansion long.</summary>
    public abstract uint ReadRtcpTrailer(ReadOnlySpan<byte> packet);

    /// <summary>Verifies and decrypts in place; the packet is at least header and expansion long.</summary>
    public abstract bool TryUnprotectRtcp(uint index, Span<byte> packet);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Creates the transform of one direction; master key and salt as in <see cref="SrtpKeys"/>.</summary>
    public static SrtpTransform Create(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, ISrtpCrypto crypto) =>
        profile switch
        {
            SrtpProfile.AeadAes128Gcm => new GcmTransform(masterKey, masterSalt, crypto),
            SrtpProfile.AesCm128HmacSha1_80 => new CounterModeTransform(masterKey, masterSalt, crypto),
            _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "Unknown SRTP profile."),
        };
}
