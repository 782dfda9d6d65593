using System.Security.Claims;
using System.Text.Encodings.Web;
using ConsultCluster.Domain;
using ConsultCluster.Server.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Server.Tokens;

/// <summary>Bearer tokens (RFC 6750) of hub, WHIP and WHEP. Refusals are problem details with the precise code.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, TokenGate gate)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Name of the scheme, and of the policy that requires it.</summary>
    public const string SchemeName = "consultation";

    private const string Prefix = "Bearer ";
    private Refusal refusal = new(RefusalCodes.TokenMissing, "Send a consultation token.");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (TextOf(Request) is not { Length: > 0 } text)
        {
            return AuthenticateResult.NoResult();
        }

        var outcome = await gate.CheckAsync(text);
        if (!outcome.Succeeded)
        {
            refusal = outcome.Refusal;
            return AuthenticateResult.Fail(refusal.Code);
        }

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new TokenIdentity(outcome.Value)), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Problems.Of(refusal).ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problems.Of(RefusalCodes.PermissionMissing, "The token does not allow this.").ExecuteAsync(Context);

    /// <summary>The token as it came. Browsers cannot set headers on a WebSocket: on the hub alone the token may stand in the query.</summary>
    public static string? TextOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return header[Prefix.Length..].Trim();
        }

        return request.Path.StartsWithSegments("/hub") ? request.Query["access_token"].ToString() : null;
    }
}
