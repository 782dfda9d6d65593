using System.Buffers.Binary;

namespace ConsultCluster.Media.Rtcp;

/// <summary>Reads receiver estimated maximum bitrate messages (draft-alvestrand-rmcat-remb-03 §2.2).</summary>
public static class Remb
{
    /// <summary>Bits per second, from the control information of an application layer feedback packet; false when it is something else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> feedback, out ulong bitsPerSecond)
    {
        bitsPerSecond = 0;
        if (feedback.Length < 8 || !feedback.StartsWith("REMB"u8))
        {
            return false;
        }

        var word = BinaryPrimitives.ReadUInt32BigEndian(feedback[4..]);
        var exponent = (int)(word >> 18) & 0x3F;
        if (exponent > 45)
        {
            return false;
        }

        bitsPerSecond = (ulong)(word & 0x3_FFFF) << exponent;
        return true;
    }
}
