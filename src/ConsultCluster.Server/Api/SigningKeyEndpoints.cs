using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Tokens;

namespace ConsultCluster.Server.Api;

/// <summary>Rotation of the keys that sign tokens.</summary>
internal static class SigningKeyEndpoints
{
    public static void Map(RouteGroupBuilder api) => api
        .MapPost("/signing-keys", async (TokenKeys keys, HttpContext context) =>
            TypedResults.Ok(new RotatedKeyDto(await keys.RotateAsync(context.Staff().Id, context.Address()))))
        .RequireAuthorization(StaffPolicies.Administrator)
        .WithTags("Signing keys")
        .WithSummary("Makes a new signing key; tokens of the older ones stay good until they expire.");
}
