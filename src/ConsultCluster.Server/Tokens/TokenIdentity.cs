using System.Security.Claims;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Server.Tokens;

/// <summary>Who comes with a verified token.</summary>
/// <param name="claims">What the token says.</param>
internal sealed class TokenIdentity(TokenClaims claims) : ClaimsIdentity(TokenAuthentication.SchemeName)
{
    /// <summary>What the token says.</summary>
    public TokenClaims Token => claims;

    /// <summary>The token of an authenticated user; null for anybody else.</summary>
    public static TokenClaims? Of(ClaimsPrincipal? user) => (user?.Identity as TokenIdentity)?.Token;
}
