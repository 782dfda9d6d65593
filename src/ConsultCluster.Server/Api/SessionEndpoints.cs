using System.Globalization;
using ConsultCluster.Contracts.Http;
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
        session.MapGet("/", GetAsync).OpenBeforeOwnPassword().WithSummary("Who is signed in.");
        session.MapDelete("/", DeleteAsync).OpenBeforeOwnPassword().WithSummary("Signs out; the cookie is worthless from then on, wherever it was copied to.");
    }

    private static async Task<Results<Ok<SignedInDto>, ProblemHttpResult>> PostAsync(
        SignInRequest request, SignIn signIn, IPersonStore people, HttpContext context)
    {
        var origin = new SignInOrigin(
            context.Address(),
            context.Network(),
            AgentFamily.Of(context.Request.Headers.UserAgent.ToString()),
            context.Request.Cookies[StaffCookie.DeviceCookie]);
        var result = await signIn.CheckAsync(request.UserName?.Trim() ?? string.Empty, request.Password ?? string.Empty, origin);
        if (result.Started is not { } started)
        {
            if (result.RetryAfter is { } wait)
            {
                context.Response.Headers.RetryAfter = wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            }

            return Problems.Of(result.Refusal!);
        }

        context.RememberDevice(started);
        await context.SignInAsync(StaffCookie.Scheme, StaffCookie.Principal(started));
        return TypedResults.Ok(await started.Account.ToSignedInAsync(people));
    }

    private static async Task<Ok<SignedInDto>> GetAsync(IPersonStore people, HttpContext context) =>
        TypedResults.Ok(await context.Staff().ToSignedInAsync(people));

    private static async Task<NoContent> DeleteAsync(StaffSessions sessions, HttpContext context)
    {
        var session = context.StaffSession();
        await sessions.EndAsync(session.Person, session.Id, session.Person, context.Address(), AuditActions.SignedOut);
        await context.SignOutAsync(StaffCookie.Scheme);
        return TypedResults.NoContent();
    }
}
