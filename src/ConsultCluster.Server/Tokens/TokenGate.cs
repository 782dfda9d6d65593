using ConsultCluster.Domain;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Groups;

namespace ConsultCluster.Server.Tokens;

/// <summary>Checks a token before anything else is done for its bearer.</summary>
internal sealed class TokenGate(TokenKeys keys, IConsultationGroups groups, TimeProvider clock)
{
    private static readonly Refusal Expired = new(RefusalCodes.TokenExpired, "The token has expired; ask for a new link.");

    /// <summary>
    /// Form, signature and expiry. With a token that has expired the terminal that was inside comes back: a guest's 15
    /// minutes are for entering, not for the consultation. Who that is, and revocation, is the group's to say.
    /// </summary>
    public async Task<Outcome<TokenClaims>> CheckAsync(string? text)
    {
        var read = await ReadAsync(text);
        if (!read.Succeeded || !TokenCodec.IsExpired(read.Value, clock.GetUtcNow()))
        {
            return read;
        }

        var mayReturn = await groups.Get(read.Value.Group).CheckReturnAsync(read.Value.Id);
        return mayReturn.Succeeded ? read : Expired;
    }

    /// <summary>Another server may have made the key that the token names: the keys are read again before the token is refused.</summary>
    private async Task<Outcome<TokenClaims>> ReadAsync(string? text)
    {
        var isUnknownKey = false;
        var read = TokenCodec.Read(text, kid =>
        {
            var key = keys.Find(kid);
            isUnknownKey = key is null;
            return key;
        });
        if (!isUnknownKey)
        {
            return read;
        }

        await keys.ReloadAsync();
        return TokenCodec.Read(text, keys.Find);
    }
}
