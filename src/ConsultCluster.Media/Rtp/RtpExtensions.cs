namespace ConsultCluster.Media.Rtp;

/// <summary>Reads header extension elements in their one-byte and two-byte forms (RFC 8285 §4.2, §4.3).</summary>
public static class RtpExtensions
{
    /// <summary>Profile of the one-byte form.</summary>
    public const ushort OneByteProfile = 0xBEDE;

    /// <summary>Profile of the two-byte form; its low four bits are arbitrary.</summary>
    public const ushort TwoByteProfile = 0x1000;

    /// <summary>Longest value the one-byte form can hold, in bytes.</summary>
    public const int MaxOneByteLength = 16;

    /// <summary>Longest value the two-byte form can hold, in bytes.</summary>
    public const int MaxTwoByteLength = 255;

    /// <summary>Finds an element; false when it is absent or the data is malformed before it.</summary>
    public static bool TryFind(ReadOnlySpan<byte> data, ushort profile, byte id, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (id == 0)
        {
            return false;
        }

        return profile == OneByteProfile
            ? TryFindOneByte(data, id, out value)
            : (profile & 0xFFF0) == TwoByteProfile && TryFindTwoByte(data, id, out value);
    }

    private static bool TryFindOneByte(ReadOnlySpan<byte> data, byte id, out ReadOnlySpan<byte> value)
    {
        value = default;
        var at = 0;
        while (at < data.Length)
        {
            var element = data[at] >> 4;
            if (element == 0)
            {
                at++;
                continue;
            }

            var length = (data[at] & 0x0F) + 1;
            if (element == 15 || at + 1 + length > data.Length)
            {
                return false;
            }

            if (element == id)
            {
                value = data.Slice(at + 1, length);
                return true;
            }

            at += 1 + length;
        }

        return false;
    }

    private static bool TryFindTwoByte(ReadOnlySpan<byte> data, byte id, out ReadOnlySpan<byte> value)
    {
        value = default;
        var at = 0;
        while (at < data.Length)
        {
            if (data[at] == 0)
            {
                at++;
                continue;
            }

            if (at + 2 > data.Length || at + 2 + data[at + 1] > data.Length)
            {
                return false;
            }

            if (data[at] == id)
            {
                value = data.Slice(at + 2, data[at + 1]);
                return true;
            }

            at += 2 + data[at + 1];
        }

        return false;
    }
}
