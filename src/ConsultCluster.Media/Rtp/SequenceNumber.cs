namespace ConsultCluster.Media.Rtp;

/// <summary>Unwraps 16-bit sequence numbers (RFC 3550 §A.1).</summary>
public static class SequenceNumber
{
    /// <summary>
    /// The number with these low 16 bits nearest to <paramref name="reference"/>; may be negative near the start.
    /// </summary>
    public static long Unwrap(ushort sequence, long reference) => reference + (short)(sequence - (ushort)reference);
}
