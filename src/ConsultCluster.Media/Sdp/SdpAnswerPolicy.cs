using System.Collections.Immutable;
using ConsultCluster.Media.Ice;

namespace ConsultCluster.Media.Sdp;

/// <summary>The relay's part of an answer.</summary>
/// <param name="Local">
/// New ICE credentials, used for the first offer of a stay and for an ICE restart; otherwise the session keeps its own.
/// </param>
/// <param name="Fingerprint">SHA-256 of the relay's certificate, 32 bytes.</param>
/// <param name="Candidates">Host candidates, most preferred first; ICE-lite (RFC 8445 §2.5), one component.</param>
/// <param name="MayPublish">False makes sending sections inactive.</param>
/// <param name="MaySubscribe">False makes receive slots inactive.</param>
/// <param name="FirstSsrc">
/// First SSRC of the slots. It need not be unique among sessions, because each has its own keys.
/// </param>
/// <param name="TransportFeedback">
/// True when the relay sends transport-wide congestion feedback; a terminal that negotiates it and receives none stops
/// raising its bitrate. Until then the answer has <c>goog-remb</c>.
/// </param>
public sealed record SdpAnswerPolicy(
    IceCredentials Local,
    ImmutableArray<byte> Fingerprint,
    ImmutableArray<TransportAddress> Candidates,
    bool MayPublish,
    bool MaySubscribe,
    uint FirstSsrc,
    bool TransportFeedback = false);
