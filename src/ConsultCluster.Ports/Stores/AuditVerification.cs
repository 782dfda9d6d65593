namespace ConsultCluster.Ports.Stores;

/// <summary>Whether the audit chain is whole.</summary>
/// <param name="Entries">Entries that were found whole, from the first one checked on.</param>
/// <param name="FirstBroken">Number of the first entry that is wrong; null when the chain is whole.</param>
public sealed record AuditVerification(long Entries, long? FirstBroken)
{
    /// <summary>What is wrong with it; null when the chain is whole.</summary>
    public AuditFault? Fault { get; init; }

    /// <summary>True when nothing was changed, added or removed.</summary>
    public bool Intact => FirstBroken is null;
}
