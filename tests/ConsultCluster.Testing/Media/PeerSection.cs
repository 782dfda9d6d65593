using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Testing.Media;

/// <summary>One media section of a terminal's offer.</summary>
/// <param name="Source">Of a sending section; null for a receive slot.</param>
public sealed record PeerSection(string Mid, MediaKind Kind, TrackSource? Source, uint Ssrc, uint RtxSsrc);
