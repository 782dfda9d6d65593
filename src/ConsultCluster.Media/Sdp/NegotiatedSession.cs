using System.Collections.Immutable;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Ice;

namespace ConsultCluster.Media.Sdp;

/// <summary>Everything a session needs to know of offer and answer.</summary>
/// <param name="Remote">The terminal's ICE credentials.</param>
/// <param name="Local">The relay's ICE credentials towards that terminal.</param>
/// <param name="RemoteFingerprint">SHA-256 of the terminal's certificate, 32 bytes (RFC 8122).</param>
/// <param name="Role">The relay's DTLS role.</param>
/// <param name="Media">Sections in the order of the description.</param>
/// <param name="Answer">The answer as text.</param>
public sealed record NegotiatedSession(
    IceCredentials Remote,
    IceCredentials Local,
    ImmutableArray<byte> RemoteFingerprint,
    DtlsRole Role,
    ImmutableArray<NegotiatedMedia> Media,
    string Answer)
{
    /// <summary>Number of the session in the <c>o=</c> line; stays for the whole stay (RFC 8866 §5.2).</summary>
    public uint OriginId { get; init; }

    /// <summary>How many answers this stay has had; the version in the <c>o=</c> line.</summary>
    public int Version { get; init; }

    /// <summary>Next SSRC of this stay: one that was given is never given again, since an SRTP key and SSRC must not meet twice (RFC 3711 §9.1).</summary>
    public uint NextSsrc { get; init; }
}
