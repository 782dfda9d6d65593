using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api;

/// <summary>Tokens: one's own for entering, and those for guests and devices.</summary>
internal static class TokenEndpoints
{
    /// <summary>A shift, so that an operation of hours needs no second token.</summary>
    private static readonly TimeSpan StaffLifetime = TimeSpan.FromHours(12);

    private static readonly Refusal MayNotEnter = new(RefusalCodes.PermissionMissing, "Your account may not enter consultations.");

    public static void Map(RouteGroupBuilder api)
    {
        var consultation = api.MapGroup("/consultations/{groupId}").WithTags("Tokens");
        consultation.MapPost("/entry", EntryAsync).WithSummary("A token for the signed-in person.");
        consultation.MapPost("/tokens", IssueAsync).WithSummary("A token for somebody else: a guest link or a device.");
        consultation.MapGet("/tokens", ListAsync).WithSummary("All tokens of the consultation, without their text.");
        consultation.MapDelete("/tokens/{tokenId}", RevokeAsync).WithSummary("Revokes a token and removes who entered with it.");
    }

    private static async Task<Results<Ok<IssuedTokenDto>, ProblemHttpResult>> EntryAsync(
        string groupId, ConsultationLookup lookup, TokenIssuer issuer, HttpContext context)
    {
        var opened = await lookup.OpenAsync(groupId, context);
        if (!opened.Succeeded)
        {
            return Problems.Of(opened.Refusal);
        }

        if (opened.Value.Access.Role is not { } role)
        {
            return Problems.Of(MayNotEnter);
        }

        var account = opened.Value.Account;
        var issued = await issuer.IssueAsync(opened.Value, new TokenOrder(
            NewId.Token(),
            opened.Value.Actor,
            account.Id,
            account.DisplayName,
            role,
            opened.Value.Access.Permissions,
            TerminalKind.Browser,
            SingleUse: false,
            StaffLifetime,
            issuer.PatientHash(opened.Value)));
        return issued.Succeeded ? TypedResults.Ok(issued.Value) : Problems.Of(issued.Refusal);
    }

    private static async Task<Results<Created<IssuedTokenDto>, ProblemHttpResult>> IssueAsync(
        string groupId, IssueTokenRequest request, ConsultationLookup lookup, TokenIssuer issuer, HttpContext context)
    {
        var opened = await lookup.OpenAsync(groupId, Permissions.Moderate, context);
        if (!opened.Succeeded)
        {
            return Problems.Of(opened.Refusal);
        }

        if (opened.Value.Access.Role is null)
        {
            // An administrator who could issue tokens could enter with one.
            return Problems.Of(MayNotEnter);
        }

        var mistakes = new FieldMistakes();
        var order = GuestTokenForm.Read(request, opened.Value.Record.Request.Group, opened.Value.Actor, issuer.PatientHash(opened.Value), mistakes);
        if (mistakes.Any)
        {
            return Problems.Of(mistakes);
        }

        var issued = await issuer.IssueAsync(opened.Value, order);
        return issued.Succeeded
            ? TypedResults.Created($"/api/consultations/{groupId}/tokens/{issued.Value.TokenId}", issued.Value)
            : Problems.Of(issued.Refusal);
    }

    private static async Task<Results<Ok<TokenDto[]>, ProblemHttpResult>> ListAsync(
        string groupId, ConsultationLookup lookup, IGroupStore store, TimeProvider clock, HttpContext context)
    {
        var opened = await lookup.OpenAsync(groupId, Permissions.Moderate, context);
        if (!opened.Succeeded)
        {
            return Problems.Of(opened.Refusal);
        }

        var now = clock.GetUtcNow();
        return TypedResults.Ok((await store.TokensAsync(opened.Value.Record.Request.Group)).Select(t => t.ToDto(now)).ToArray());
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string groupId, string tokenId, ConsultationLookup lookup, HttpContext context)
    {
        var opened = await lookup.OpenAsync(groupId, Permissions.Moderate, context);
        if (!opened.Succeeded)
        {
            return Problems.Of(opened.Refusal);
        }

        if (!TokenId.TryParse(tokenId, out var id))
        {
            return Problems.Of(StatusCodes.Status404NotFound, RefusalCodes.TokenUnknown, "There is no such token.");
        }

        var outcome = await opened.Value.Group.RevokeTokenAsync(id, opened.Value.Actor);
        return outcome switch
        {
            { Succeeded: true } => TypedResults.NoContent(),
            { Refusal.Code: RefusalCodes.TokenUnknown } => Problems.Of(
                StatusCodes.Status404NotFound, RefusalCodes.TokenUnknown, outcome.Refusal!.Reason),
            _ => Problems.Of(outcome.Refusal!),
        };
    }
}
