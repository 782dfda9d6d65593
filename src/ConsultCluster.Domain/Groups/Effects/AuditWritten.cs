using ConsultCluster.Domain.Audit;

namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Put on record.</summary>
public sealed record AuditWritten(AuditEntry Entry) : GroupEffect;
