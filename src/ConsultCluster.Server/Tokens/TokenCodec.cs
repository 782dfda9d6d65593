using System.Buffers.Text;
using System.Text;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Server.Tokens;

/// <summary>Tokens as text: JWS compact, ES256 and nothing else (RFC 7515, RFC 7519, RFC 8725).</summary>
public static class TokenCodec
{
    /// <summary>Servers' clocks may differ by this much.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    private const int SignatureLength = 64;

    private static readonly Refusal Malformed = new(RefusalCodes.TokenMalformed, "This is not a consultation token.");
    private static readonly Refusal Forged = new(RefusalCodes.TokenForged, "The token was not signed by this installation.");
    private static readonly Refusal Expired = new(RefusalCodes.TokenExpired, "The token has expired; ask for a new link.");

    /// <summary>Signs claims.</summary>
    public static string Sign(TokenClaims claims, TokenKey key)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(key);
        var input = Base64Url.EncodeToString(TokenHeader.Write(key.Kid)) + "." + Base64Url.EncodeToString(TokenPayload.Write(claims));
        return input + "." + Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input)));
    }

    /// <summary>
    /// Checks form, header and signature and only then reads the claims; expiry is not checked.
    /// Refuses with <c>token.missing</c>, <c>token.malformed</c> or <c>token.forged</c>.
    /// </summary>
    /// <param name="text">As it came from the network.</param>
    /// <param name="findKey">The key of that <c>kid</c>, or null.</param>
    public static Outcome<TokenClaims> Read(string? text, Func<string, TokenKey?> findKey)
    {
        ArgumentNullException.ThrowIfNull(findKey);
        if (string.IsNullOrEmpty(text))
        {
            return new Refusal(RefusalCodes.TokenMissing, "Send a consultation token.");
        }

        if (!TokenText.TryParse(text, out var parts) || parts is null || !TokenHeader.TryRead(parts.Header, out var kid))
        {
            return Malformed;
        }

        if (kid is null
            || parts.Signature.Length != SignatureLength
            || findKey(kid) is not { } key
            || !key.Verify(parts.SigningInput, parts.Signature))
        {
            return Forged;
        }

        return TokenPayload.Read(parts.Payload) is { } claims ? claims : Malformed;
    }

    /// <summary>As <see cref="Read"/>, and refuses what is past its expiry.</summary>
    public static Outcome<TokenClaims> Verify(string? text, Func<string, TokenKey?> findKey, DateTimeOffset now)
    {
        var read = Read(text, findKey);
        return read.Succeeded && IsExpired(read.Value, now) ? Expired : read;
    }

    /// <summary>True when the token is past its expiry by more than <see cref="ClockSkew"/>.</summary>
    public static bool IsExpired(TokenClaims claims, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(claims);
        return now >= claims.ExpiresAt + ClockSkew;
    }
}
