namespace ConsultCluster.Ports.Stores;

/// <summary>Whether the audit chain is whole.</summary>
/// <param name="Entries">Entries that were checked.</param>
/// <param name="FirstBroken">Number of the first entry that is missing or was changed; null when the chain is whole.</param>
public sealed record AuditVerification(long Entries, long? FirstBroken)
{
    /// <summary>True when nothing was changed or removed.</summary>
    public bool Intact => FirstBroken is null;
}
