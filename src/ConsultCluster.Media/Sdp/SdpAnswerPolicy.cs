using System.Collections.Immutable;
using ConsultCluster.Media.Ice;

namespace ConsultCluster.Media.Sdp;

/// <summary>What the relay brings to an answer.</summary>
/// <param name="Local">Fresh ICE credentials: used for the first offer of a stay and for an ICE restart, else those of the session hold on.</param>
/// <param name="Fingerprint">SHA-256 of the relay's certificate, 32 bytes.</param>
/// <param name="Candidates">Host candidates, most preferred first; ICE-lite (RFC 8445 §2.5), one component.</param>
/// <param name="MayPublish">False turns sending sections inactive.</param>
/// <param name="MaySubscribe">False turns receive slots inactive.</param>
/// <param name="FirstSsrc">SSRCs of slots are drawn from here upwards; unique among the relay's sessions is not needed (each has its own keys).</param>
/// <param name="TransportFeedback">
/// True once the relay sends transport-wide congestion feedback; a terminal that is promised it and gets none stops raising its bitrate.
/// Until then it is told <c>goog-remb</c>.
/// </param>
public sealed record SdpAnswerPolicy(
    IceCredentials Local,
    ImmutableArray<byte> Fingerprint,
    ImmutableArray<TransportAddress> Candidates,
    bool MayPublish,
    bool MaySubscribe,
    uint FirstSsrc,
    bool TransportFeedback = false);
