using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Audit;

/// <summary>The audit of a database that is open for nothing else.</summary>
/// <param name="Database">Closes it.</param>
internal sealed record OpenedAudit(IAuditStore Audit, IDisposable Database) : IDisposable
{
    public void Dispose() => Database.Dispose();
}
