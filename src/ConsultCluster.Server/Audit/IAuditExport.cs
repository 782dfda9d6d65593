using ConsultCluster.Storage.Audit;

namespace ConsultCluster.Server.Audit;

/// <summary>A place for heads that whoever can write the database cannot reach.</summary>
internal interface IAuditExport
{
    /// <summary>For log lines.</summary>
    string Name { get; }

    /// <summary>Adds a head. Any exception means that it is not there; a later head vouches for this one too.</summary>
    Task AddAsync(AuditHead head, CancellationToken stop);

    /// <summary>The heads that were exported, oldest first; none when the place cannot be read back.</summary>
    IAsyncEnumerable<AuditHead> ReadAsync(CancellationToken stop);

    /// <summary>The last of them; null when there is none, or the place cannot be read back.</summary>
    AuditHead? Last();
}
