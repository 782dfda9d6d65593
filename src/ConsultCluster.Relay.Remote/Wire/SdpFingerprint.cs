using System.Buffers.Text;

namespace ConsultCluster.Relay.Remote.Wire;

/// <summary>The certificates that an SDP answer names (RFC 8122 §5).</summary>
internal static class SdpFingerprint
{
    private const string Attribute = "a=fingerprint:";
    private const string Sha256 = "sha-256 ";

    /// <summary>True when the answer names this certificate and no other.</summary>
    /// <param name="fingerprint">SHA-256, base64url.</param>
    public static bool IsOnly(string sdp, string fingerprint)
    {
        var found = false;
        foreach (var line in sdp.AsSpan().EnumerateLines())
        {
            var text = line.Trim();
            if (!text.StartsWith(Attribute, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var value = text[Attribute.Length..].Trim();
            if (!value.StartsWith(Sha256, StringComparison.OrdinalIgnoreCase) || Read(value[Sha256.Length..]) != fingerprint)
            {
                return false;
            }

            found = true;
        }

        return found;
    }

    private static string? Read(ReadOnlySpan<char> hex)
    {
        try
        {
            return Base64Url.EncodeToString(Convert.FromHexString(hex.Trim().ToString().Replace(":", string.Empty, StringComparison.Ordinal)));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
