namespace ConsultCluster.Media.Forwarding;

/// <summary>One packet of a publisher in the history.</summary>
/// <param name="Sequence">Unwrapped.</param>
/// <param name="AudioLevel">The byte of RFC 6464, or -1.</param>
/// <param name="IsKeyframe">A receiver can start decoding here.</param>
/// <param name="DescriptorLength">Bytes of the dependency descriptor; 0 without one.</param>
/// <param name="Length">Bytes of payload, without padding.</param>
/// <param name="Padding">
/// Bytes of RTP padding that follow it when it is sent under its own number (RFC 3550 §5.1); 0 for none.
/// </param>
/// <param name="Position">Position of the bytes, counted from the history's start without wrapping.</param>
public readonly record struct PacketRecord(
    long Sequence,
    uint Timestamp,
    byte PayloadType,
    bool Marker,
    short AudioLevel,
    bool IsKeyframe,
    int DescriptorLength,
    int Length,
    byte Padding,
    long Position);
