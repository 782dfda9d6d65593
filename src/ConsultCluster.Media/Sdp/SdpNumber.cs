using System.Globalization;

namespace ConsultCluster.Media.Sdp;

/// <summary>Parses numbers of the SDP grammar: digits only (RFC 8866 §9).</summary>
internal static class SdpNumber
{
    /// <summary>Reads digits only; false when the text is invalid or above <paramref name="max"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, uint max, out uint value) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= max;
}
