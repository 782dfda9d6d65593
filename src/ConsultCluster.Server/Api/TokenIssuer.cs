using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Server.Tokens;

namespace ConsultCluster.Server.Api;

/// <summary>Has a token recorded by its group, then signs it: no signed token is without a row.</summary>
internal sealed class TokenIssuer(TokenKeys keys)
{
    /// <summary>What a token says about the patient of its consultation.</summary>
    public string PatientHash(OpenedConsultation consultation) =>
        keys.Hasher.Hash(consultation.Record.Request.Group, consultation.Record.Request.Patient);

    public async Task<Outcome<IssuedTokenDto>> IssueAsync(OpenedConsultation consultation, TokenOrder order)
    {
        // Before anything is recorded: without a key the token could not be handed out.
        var key = await keys.SigningKeyAsync();
        var outcome = await consultation.Group.IssueTokenAsync(order);
        if (!outcome.Succeeded)
        {
            return outcome.Refusal;
        }

        var claims = outcome.Value;
        var token = TokenCodec.Sign(claims, key);
        return new IssuedTokenDto(claims.Id.Value, token, Link(claims, token), claims.Group.Value, claims.ExpiresAt);
    }

    /// <summary>Encoders and players take address and token apart; a browser takes them in one link.</summary>
    private static string Link(TokenClaims claims, string token) => claims.TerminalKind switch
    {
        TerminalKind.Whip => "/whip",
        TerminalKind.Whep => "/whep",
        _ => $"/join#token={token}",
    };
}
