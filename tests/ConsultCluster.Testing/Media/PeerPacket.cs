using ConsultCluster.Media;

namespace ConsultCluster.Testing.Media;

/// <summary>One RTP packet that a terminal received in a slot.</summary>
/// <param name="Sequence">Unwrapped; the original one when it came as RTX.</param>
/// <param name="Mid">From the header extension; empty without it.</param>
/// <param name="AudioLevel">From the header extension; null without it.</param>
public sealed record PeerPacket(
    long Sequence,
    uint Timestamp,
    byte PayloadType,
    bool Marker,
    bool IsRtx,
    string Mid,
    byte? AudioLevel,
    PeerPayload Content,
    int PayloadLength,
    MonoTime At);
