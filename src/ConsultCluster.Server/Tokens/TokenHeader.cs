using System.Text;

namespace ConsultCluster.Server.Tokens;

/// <summary>The protected header. There is one algorithm and one type, so that no token can choose (RFC 8725 §3.1, §3.11).</summary>
internal static class TokenHeader
{
    public const string Algorithm = "ES256";

    /// <summary>Explicit type: a token of another system that shares a key by mistake is still not ours.</summary>
    public const string Type = "consultation+jwt";

    public static byte[] Write(string kid) =>
        Encoding.UTF8.GetBytes($$"""{"alg":"{{Algorithm}}","typ":"{{Type}}","kid":"{{kid}}"}""");

    /// <summary>The key name, when the header is exactly ours; null for any other algorithm, type or extension (<c>crit</c>, <c>jwk</c>, <c>jku</c> …).</summary>
    public static bool TryRead(byte[] utf8, out string? kid)
    {
        kid = null;
        if (!FlatJson.TryParse(utf8, out var members))
        {
            return false;
        }

        if (members.Count == 3
            && string.Equals(members.Text("alg"), Algorithm, StringComparison.Ordinal)
            && string.Equals(members.Text("typ"), Type, StringComparison.Ordinal))
        {
            kid = members.Text("kid");
        }

        return true;
    }
}
