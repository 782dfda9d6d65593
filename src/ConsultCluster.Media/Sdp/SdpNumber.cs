using System.Globalization;

namespace ConsultCluster.Media.Sdp;

/// <summary>Numbers of the grammar: digits only (RFC 8866 §9).</summary>
internal static class SdpNumber
{
    /// <summary>Reads a number without sign or blanks; false when it is none or above <paramref name="max"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, uint max, out uint value) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= max;
}
