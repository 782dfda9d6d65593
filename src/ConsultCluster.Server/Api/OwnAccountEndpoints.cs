using System.Globalization;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api;

/// <summary>What people do with their own account: the password, and where they are signed in.</summary>
internal static class OwnAccountEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("Session");
        session.MapPut("/password", PutPasswordAsync).OpenBeforeOwnPassword().WithSummary("Changes one's own password; ends one's other sessions.");
        session.MapDelete("/notice", DeleteNoticeAsync).WithSummary("Confirms to have read that an administrator reset the password.");
        var sessions = api.MapGroup("/sessions").WithTags("Session");
        sessions.MapGet("/", ListAsync).WithSummary("Where one is signed in, the last used first.");
        sessions.MapDelete("/{sessionId}", DeleteAsync).WithSummary("Ends one of one's own sessions.");
        sessions.MapDelete("/", DeleteOthersAsync).WithSummary("Ends one's own sessions but this one.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutPasswordAsync(
        ChangePasswordRequest request,
        StaffPasswords passwords,
        PasswordWork work,
        SignInThrottle throttle,
        AccountChanger accounts,
        TimeProvider clock,
        HttpContext context)
    {
        var mistakes = new FieldMistakes();
        var password = PersonRules.Password(mistakes, request.NewPassword, "newPassword");
        if (request.NewPassword is not null && request.NewPassword == request.OldPassword)
        {
            mistakes.Add("newPassword", "Must differ from the old one.");
        }

        if (mistakes.Any)
        {
            return Problems.Of(mistakes);
        }

        // Somebody at an unattended screen guesses no faster than at the sign-in.
        var account = context.Staff();
        var source = "session " + context.StaffSession().Id;
        var wait = throttle.Begin(account.Id.Value, source, clock.GetUtcNow());
        if (wait > TimeSpan.Zero)
        {
            var delay = SignInResult.Delay(wait);
            context.Response.Headers.RetryAfter = delay.RetryAfter!.Value.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return Problems.Of(delay.Refusal!);
        }

        var hash = await work.RunAsync(
            () => passwords.Check(account, request.OldPassword ?? string.Empty).IsRight ? passwords.Hash(password) : string.Empty, isKnown: true);
        if (!hash.Succeeded)
        {
            throttle.Undo(account.Id.Value, source, clock.GetUtcNow());
            return Problems.Of(hash.Refusal);
        }

        if (hash.Value.Length == 0)
        {
            return Problems.Of(RefusalCodes.PasswordWrong, "The old password is wrong.");
        }

        throttle.Succeed(account.Id.Value, source);
        var edit = new AccountEdit
        {
            Password = new NewPassword(hash.Value) { Replaces = account.PasswordHash, KeepSession = context.StaffSession().Id },
        };
        var update = await accounts.ChangeAsync(account.Id, edit, context.Origin(clock));
        return update.Result == AccountUpdateResult.Done ? TypedResults.NoContent() : PersonProblems.Of(update);
    }

    private static async Task<NoContent> DeleteNoticeAsync(AccountChanger accounts, TimeProvider clock, HttpContext context)
    {
        await accounts.ChangeAsync(context.Staff().Id, new AccountEdit { HasSeenReset = true }, context.Origin(clock));
        return TypedResults.NoContent();
    }

    private static async Task<Ok<SessionDto[]>> ListAsync(StaffSessions sessions, HttpContext context)
    {
        var current = context.StaffSession().Id;
        return TypedResults.Ok((await sessions.ListAsync(context.Staff().Id)).Select(session => session.ToDto(current)).ToArray());
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string sessionId, StaffSessions sessions, HttpContext context)
    {
        var person = context.Staff().Id;
        return await sessions.EndAsync(person, sessionId, person, context.Address(), AuditActions.SessionEnded)
            ? TypedResults.NoContent()
            : PersonProblems.NoSuchSession;
    }

    private static async Task<Ok<EndedSessionsDto>> DeleteOthersAsync(StaffSessions sessions, HttpContext context)
    {
        var person = context.Staff().Id;
        return TypedResults.Ok(new EndedSessionsDto(await sessions.EndOthersAsync(person, context.StaffSession().Id, person, context.Address())));
    }
}
