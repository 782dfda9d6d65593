using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api;

/// <summary>What is on record of a consultation: audit and chat.</summary>
internal static class RecordEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var record = api.MapGroup("/consultations/{groupId}").WithTags("Record");
        record.MapGet("/audit", AuditAsync).WithSummary("Who did what and when, oldest first; for those who lead and administrators.");
        record.MapGet("/messages", MessagesAsync).WithSummary("The end of the chat, oldest first, at most 50 messages; the page before is in the header Link. For those who may enter.");
    }

    private static async Task<Results<Ok<AuditEntryDto[]>, ProblemHttpResult>> AuditAsync(
        string groupId, ConsultationLookup lookup, IAuditStore audits, HttpContext context)
    {
        var opened = await lookup.OpenAsync(groupId, Permissions.Moderate, context);
        return opened.Succeeded
            ? TypedResults.Ok((await audits.ReadAsync(opened.Value.Record.Request.Group)).Select(a => a.ToDto()).ToArray())
            : Problems.Of(opened.Refusal);
    }

    private static async Task<Results<Ok<ChatMessageDto[]>, ProblemHttpResult>> MessagesAsync(
        string groupId, ConsultationLookup lookup, IGroupStore store, PatientReads reads, HttpContext context, string? before = null)
    {
        long sequence = 0;
        if (before is not null && !ChatPages.TryRead(before, out sequence))
        {
            return Problems.Of(RefusalCodes.RequestInvalid, "before: Must be that of a Link.");
        }

        var opened = await lookup.OpenAsync(groupId, context);
        if (!opened.Succeeded)
        {
            return Problems.Of(opened.Refusal);
        }

        if (!opened.Value.Access.SeesPatient)
        {
            return Problems.Of(RefusalCodes.PermissionMissing, "What was said in a consultation is not for administrators.");
        }

        var group = opened.Value.Record.Request.Group;
        await reads.OpenedAsync(group, opened.Value.Account.Id, context.Address());
        var page = await store.ChatPageAsync(group, before is null ? null : sequence);
        if (page.Earlier is not null)
        {
            // RFC 8288: the answer stays the list that it has always been.
            context.Response.Headers.Link = $"</api/consultations/{group}/messages?before={page.Earlier}>; rel=\"prev\"";
        }

        return TypedResults.Ok(page.Messages);
    }
}
