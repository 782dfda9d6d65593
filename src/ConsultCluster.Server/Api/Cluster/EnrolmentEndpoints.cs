using System.Collections.Immutable;
using ConsultCluster.Contracts;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Nodes;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Control;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Server.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api.Cluster;

/// <summary>Which relay nodes may join: codes, approvals and revocations, for administrators.</summary>
internal static class EnrolmentEndpoints
{
    private const int DefaultMinutes = 60;
    private const int MinMinutes = 5;
    private const int MaxMinutes = 7 * 24 * 60;

    /// <param name="cluster">Requires the role.</param>
    public static void Map(RouteGroupBuilder cluster)
    {
        cluster.MapGet("/enrolments", Read).WithSummary("Relay nodes that are enrolled, wait for an approval, or were revoked.");
        cluster.MapPost("/enrolments/{keyId}/approval", ApproveAsync).WithSummary("Enrols a node that waits.");
        cluster.MapDelete("/enrolments/{keyId}", RevokeAsync)
            .WithSummary("Revokes a node, or refuses one that waits: its link ends at once on every server, and its key never joins again.");
        cluster.MapPost("/join-codes", CreateCodeAsync).WithSummary("Creates a code with which one relay node enrols itself, once.");
    }

    private static EnrolmentsDto Read(NodeRegister register, NodeRegistry registry, NodeAdmission admission, NodeKeySource key, TimeProvider clock)
    {
        var book = register.Book;
        var via = key.Via;
        return new EnrolmentsDto(
            [
                .. book.Nodes
                    .OrderBy(node => node.State)
                    .ThenBy(node => node.Node, StringComparer.Ordinal)
                    .ThenBy(node => node.KeyId, StringComparer.Ordinal)
                    .Select(node => Dto(node, registry)),
            ],
            new NodeKeyUseDto(admission.KeyLimit, book.CountVia(via, clock.GetUtcNow()), book.IsClosed(via)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ApproveAsync(
        string keyId, NodeRegister register, ClusterView view, TimeProvider clock, HttpContext context)
    {
        var (by, from) = (context.Staff().Id, context.Address());
        return Answer(await register.ChangeAsync(book => Enrolment.Approve(book, keyId, by, from, clock.GetUtcNow())), view);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string keyId, NodeRegister register, ClusterView view, TimeProvider clock, HttpContext context)
    {
        var (by, from) = (context.Staff().Id, context.Address());
        return Answer(await register.ChangeAsync(book => Enrolment.Revoke(book, keyId, by, from, clock.GetUtcNow())), view);
    }

    private static async Task<Results<Ok<JoinCodeDto>, ProblemHttpResult>> CreateCodeAsync(
        JoinCodeRequest request, NodeRegister register, TimeProvider clock, HttpContext context)
    {
        var mistakes = new FieldMistakes();
        var minutes = mistakes.Range("minutes", request.Minutes ?? DefaultMinutes, MinMinutes, MaxMinutes) ?? DefaultMinutes;
        if (mistakes.Any)
        {
            return Problems.Of(mistakes);
        }

        var code = JoinCodeText.Create();
        var (now, by, from) = (clock.GetUtcNow(), context.Staff().Id, context.Address());
        var made = new JoinCode(code.Id, ImmutableArray.Create(code.Verifier()), now, by, now.AddMinutes(minutes), UsedBy: null);
        var change = await register.ChangeAsync(book => Enrolment.AddCode(book, made, from));
        context.Response.Headers.CacheControl = "no-store";
        return change.Answer == EnrolmentAnswer.Done
            ? TypedResults.Ok(new JoinCodeDto(code.Text, made.ExpiresAt))
            : Problems.Of(RefusalCodes.RequestFlood, $"{EnrolmentRules.MaxCodes} join codes are unused. Use one of them, or wait until they expire.");
    }

    private static Results<NoContent, ProblemHttpResult> Answer(BookChange change, ClusterView view)
    {
        view.Forget();
        return change.Answer switch
        {
            EnrolmentAnswer.Done => TypedResults.NoContent(),
            EnrolmentAnswer.NameTaken => Problems.Of(ProblemCodes.NodeNameTaken, "Another node of this name is enrolled. Revoke that one first, or start this one with another name."),
            EnrolmentAnswer.Full => Problems.Of(RefusalCodes.RequestFlood, $"{EnrolmentRules.MaxNodes} relay nodes are known, which is the limit."),
            _ => Problems.Of(ProblemCodes.NodeUnknown, "This node does not wait any more."),
        };
    }

    private static EnrolmentDto Dto(KnownNode node, NodeRegistry registry) => new(
        node.KeyId,
        node.Node,
        EnumWords<EnrolmentState>.Write(node.State),
        node.Address,
        node.Via.StartsWith(NodeKeySource.ViaPrefix, StringComparison.Ordinal) ? "key" : node.Via,
        node.Fingerprints,
        node.AskedAt,
        node.DecidedAt,
        registry.IsJoined(node.KeyId));
}
