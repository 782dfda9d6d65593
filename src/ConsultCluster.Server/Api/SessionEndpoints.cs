using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Auth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api;

/// <summary>Signing in and out.</summary>
internal static class SessionEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("Session");
        session.MapPost("/", PostAsync).AllowAnonymous().WithSummary("Signs in; sets the session cookie.");
        session.MapGet("/", (HttpContext context) => context.Staff().ToDto()).WithSummary("Who is signed in.");
        session.MapDelete("/", DeleteAsync).WithSummary("Signs out.");
    }

    private static async Task<Results<Ok<PersonDto>, ProblemHttpResult>> PostAsync(
        SignInRequest request, SignIn signIn, SignInLimits limits, HttpContext context)
    {
        var userName = request.UserName?.Trim() ?? string.Empty;
        if (!limits.TryTake(context.Address(), userName))
        {
            return Problems.Of(RefusalCodes.RequestFlood, "Too many sign-ins; wait a minute.");
        }

        var outcome = await signIn.CheckAsync(userName, request.Password ?? string.Empty, context.Address());
        if (!outcome.Succeeded)
        {
            return Problems.Of(outcome.Refusal);
        }

        await context.SignInAsync(StaffCookie.Scheme, StaffCookie.Principal(outcome.Value));
        return TypedResults.Ok(outcome.Value.ToDto());
    }

    private static async Task<NoContent> DeleteAsync(IAuditStore audits, TimeProvider clock, HttpContext context)
    {
        await audits.AppendAsync(new AuditEntry(
            clock.GetUtcNow(), null, context.Staff().Id, context.Address(), AuditActions.SignedOut, "{}"));
        await context.SignOutAsync(StaffCookie.Scheme);
        return TypedResults.NoContent();
    }
}
