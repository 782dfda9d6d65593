namespace ConsultCluster.Media.Rtp;

/// <summary>Turns 16-bit sequence numbers into ones that never wrap (RFC 3550 §A.1).</summary>
public static class SequenceNumber
{
    /// <summary>The number with these low 16 bits that is nearest to <paramref name="reference"/>; may be negative near the start.</summary>
    public static long Unwrap(ushort sequence, long reference) => reference + (short)(sequence - (ushort)reference);
}
