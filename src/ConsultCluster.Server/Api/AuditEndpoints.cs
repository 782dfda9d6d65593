using ConsultCluster.Contracts.Http;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api;

/// <summary>Whether the record is whole: whoever reads it has to know.</summary>
internal static class AuditEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/audit", State).WithTags("Record").WithSummary("Whether the audit is whole, as this server's last check has found it; for staff.");

    private static Ok<AuditStateDto> State(AuditState state)
    {
        var now = state.Current;
        return TypedResults.Ok(new AuditStateDto(
            now.Broken is not null ? "broken" : now.Entries is null ? "unknown" : "whole",
            now.VerifiedAt,
            now.Entries,
            now.Broken?.FirstBroken,
            now.Broken?.Fault is AuditFault fault ? AuditText.Word(fault) : null,
            now.ExportFailure is not null ? "failing" : now.IsExported ? "ok" : "none"));
    }
}
