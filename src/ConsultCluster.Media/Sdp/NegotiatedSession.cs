using System.Collections.Immutable;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Ice;

namespace ConsultCluster.Media.Sdp;

/// <summary>Everything a session needs to know of offer and answer.</summary>
/// <param name="Remote">The terminal's ICE credentials.</param>
/// <param name="Local">The relay's ICE credentials for this session.</param>
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
    string Answer);
