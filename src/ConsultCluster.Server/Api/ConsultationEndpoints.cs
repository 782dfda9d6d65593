using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api;

/// <summary>Asking for consultations, listing, reading and closing them.</summary>
internal static class ConsultationEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    public static void Map(RouteGroupBuilder api)
    {
        var consultations = api.MapGroup("/consultations").WithTags("Consultations");
        consultations.MapPost("/", PostAsync).WithSummary("Asks for a consultation; the same requestId again is the same request.");
        consultations.MapGet("/", ListAsync).WithSummary("Consultations that the account may see, newest first.");
        consultations.MapGet("/{groupId}", GetAsync).WithSummary("One consultation with those inside.");
        consultations.MapPost("/{groupId}/close", CloseAsync).WithSummary("Closes the consultation for everyone.");
    }

    private static async Task<Results<Created<ConsultationDetail>, Ok<ConsultationDetail>, ProblemHttpResult>> PostAsync(
        CreateConsultationRequest form, IConsultationGroups groups, IGroupStore store, HttpContext context)
    {
        var account = context.Staff();
        if (account.Role is not (StaffRole.Applicant or StaffRole.Coordinator))
        {
            return Problems.AccountNotAllowed;
        }

        var mistakes = new FieldMistakes();
        var request = ConsultationForm.Read(form, account, mistakes);
        if (mistakes.Any)
        {
            return Problems.Of(mistakes);
        }

        var known = await store.FindByRequestAsync(request.Id);
        if (known is not null && known.Request.Applicant != account.Id)
        {
            return Problems.Of(RefusalCodes.GroupExists, "This requestId belongs to another request.");
        }

        var access = ConsultationAccess.Of(account, request);
        var outcome = await groups.Get(request.Group).RequestAsync(request, new Actor(account.Id, access.Permissions, context.Address(), Session: context.StaffSession().Id));
        if (!outcome.Succeeded)
        {
            return Problems.Of(outcome.Refusal);
        }

        // What was acknowledged is on record; reading it back would only cost time.
        var detail = (known?.Request ?? request).ToDetail(outcome.Value, access);
        return known is null ? TypedResults.Created($"/api/consultations/{request.Group}", detail) : TypedResults.Ok(detail);
    }

    private static async Task<Results<Ok<ConsultationPage>, ProblemHttpResult>> ListAsync(
        IGroupStore store, PatientReads reads, HttpContext context, string? state = null, string? before = null, int? limit = null)
    {
        var mistakes = new FieldMistakes();
        GroupState? wanted = state is null ? null : mistakes.Word<GroupState>("state", state);
        ConsultationCursor cursor = default;
        if (before is not null && !ConsultationCursor.TryParse(before, out cursor))
        {
            mistakes.Add("before", "Must be the next of an earlier page.");
        }

        mistakes.Range("limit", limit, 1, MaxLimit);
        if (mistakes.Any)
        {
            return Problems.Of(mistakes);
        }

        var account = context.Staff();
        PersonId? involving = account.Role == StaffRole.Applicant ? account.Id : null;
        var list = await store.ListAsync(new ConsultationQuery(wanted, involving, before is null ? null : cursor, limit ?? DefaultLimit));
        var rows = list.Items
            .Select(record => (record, access: ConsultationAccess.Of(account, record.Request)))
            .Where(row => row.access.Sees)
            .ToArray();
        if (Array.Exists(rows, row => row.access.SeesPatient))
        {
            await reads.ListedAsync(account.Id, context.Address());
        }

        return TypedResults.Ok(new ConsultationPage([.. rows.Select(row => row.record.ToSummary(row.access))], list.Next?.ToString()));
    }

    private static async Task<Results<Ok<ConsultationDetail>, ProblemHttpResult>> GetAsync(
        string groupId, ConsultationLookup lookup, PatientReads reads, HttpContext context)
    {
        var opened = await lookup.OpenAsync(groupId, context);
        if (!opened.Succeeded)
        {
            return Problems.Of(opened.Refusal);
        }

        if (opened.Value.Access.SeesPatient)
        {
            await reads.OpenedAsync(opened.Value.Record.Request.Group, opened.Value.Account.Id, context.Address());
        }

        var snapshot = await opened.Value.Group.SnapshotAsync();
        return snapshot.Succeeded
            ? TypedResults.Ok(opened.Value.Record.Request.ToDetail(snapshot.Value, opened.Value.Access))
            : Problems.Of(snapshot.Refusal);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> CloseAsync(
        string groupId, ConsultationLookup lookup, HttpContext context)
    {
        var opened = await lookup.OpenAsync(groupId, Permissions.Close, context);
        if (!opened.Succeeded)
        {
            return Problems.Of(opened.Refusal);
        }

        var outcome = await opened.Value.Group.CloseAsync(opened.Value.Actor);
        return outcome.Succeeded ? TypedResults.NoContent() : Problems.Of(outcome.Refusal);
    }
}
