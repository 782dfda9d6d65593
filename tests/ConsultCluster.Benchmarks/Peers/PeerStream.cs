using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>The one stream that a peer fans out: VP8, plain RTP in.</summary>
/// <param name="PayloadType">RTP payload type, in and out.</param>
/// <param name="Profile">How it is encrypted on the way out.</param>
internal sealed record PeerStream(byte PayloadType, SrtpProfile Profile);
