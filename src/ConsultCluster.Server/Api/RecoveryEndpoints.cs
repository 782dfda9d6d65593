using ConsultCluster.Contracts.Http;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api;

/// <summary>The way back in for an administrator, with a link from the server's console.</summary>
internal static class RecoveryEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/recovery", PostAsync)
        .AllowAnonymous()
        .WithTags("Setup")
        .WithSummary("Gives an administrator another password with the code of a link from the server's console; works once.");

    private static async Task<Results<NoContent, ProblemHttpResult>> PostAsync(
        RecoveryRequest request,
        AccountChanger accounts,
        CodePasswords passwords,
        TimeProvider clock,
        HttpContext context)
    {
        var mistakes = new FieldMistakes();
        var code = mistakes.Required("code", request.Code, max: 128);
        var password = PersonRules.Password(mistakes, request.Password);
        if (mistakes.Any)
        {
            return Problems.Of(mistakes);
        }

        var hash = await passwords.HashAsync(password, context.Network(), "recovery");
        if (!hash.Succeeded)
        {
            return Problems.Of(hash.Refusal);
        }

        var update = await accounts.RecoverAsync(SetupCode.Hash(code), new NewPassword(hash.Value), context.Address(), clock.GetUtcNow());
        return update?.Result == AccountUpdateResult.Done
            ? TypedResults.NoContent()
            : Problems.Of(ProblemCodes.RecoveryRefused, "This recovery link is wrong, was used or is too old; print another one on the server.");
    }
}
