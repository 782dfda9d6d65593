using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api;

/// <summary>Where another person is signed in, for administrators.</summary>
internal static class PersonSessionEndpoints
{
    /// <param name="people">The addresses of accounts, for administrators only.</param>
    public static void Map(RouteGroupBuilder people)
    {
        var sessions = people.MapGroup("/{personId}/sessions");
        sessions.MapGet("/", ListAsync).WithSummary("Where a person is signed in, the last used first.");
        sessions.MapDelete("/{sessionId}", DeleteAsync).WithSummary("Ends one session of a person.");
        sessions.MapDelete("/", DeleteAllAsync).WithSummary("Ends all sessions of a person; of one's own all others.");
    }

    private static async Task<Results<Ok<SessionDto[]>, ProblemHttpResult>> ListAsync(
        string personId, IPersonStore store, StaffSessions sessions, HttpContext context) =>
        await FindAsync(personId, store) is { } person
            ? TypedResults.Ok((await sessions.ListAsync(person)).Select(session => session.ToDto(context.StaffSession().Id)).ToArray())
            : PersonProblems.Unknown;

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string personId, string sessionId, IPersonStore store, StaffSessions sessions, HttpContext context)
    {
        if (await FindAsync(personId, store) is not { } person)
        {
            return PersonProblems.Unknown;
        }

        return await sessions.EndAsync(person, sessionId, context.Staff().Id, context.Address(), AuditActions.SessionEnded)
            ? TypedResults.NoContent()
            : PersonProblems.NoSuchSession;
    }

    private static async Task<Results<Ok<EndedSessionsDto>, ProblemHttpResult>> DeleteAllAsync(
        string personId, IPersonStore store, StaffSessions sessions, HttpContext context) =>
        await FindAsync(personId, store) is { } person
            ? TypedResults.Ok(new EndedSessionsDto(await sessions.EndOthersAsync(person, context.StaffSession().Id, context.Staff().Id, context.Address())))
            : PersonProblems.Unknown;

    private static async Task<PersonId?> FindAsync(string personId, IPersonStore store) =>
        PersonId.TryParse(personId, out var id) && await store.FindAsync(id) is not null ? id : null;
}
