using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Rows;

/// <summary>Recomputes the audit chain while its rows pass by, lowest number first.</summary>
internal sealed class AuditCheck
{
    private string _hash = AuditHash.Genesis;

    /// <summary>The last number that was found whole; 0 at first.</summary>
    public long Number { get; private set; }

    /// <summary>Checks the next row; false when it is not the one that belongs here.</summary>
    public bool Accept(RecordedAudit row)
    {
        var hash = AuditHash.Of(_hash, Number + 1, row.Entry);
        if (row.Number != Number + 1 || !string.Equals(hash, row.Hash, StringComparison.Ordinal))
        {
            return false;
        }

        Number++;
        _hash = hash;
        return true;
    }

    /// <summary>What to say when a row was not accepted.</summary>
    public AuditVerification Broken() => new(Number + 1, Number + 1);

    /// <summary>What to say after the last row.</summary>
    /// <param name="highest">The highest number that was ever given, which the database remembers beside the rows.</param>
    public AuditVerification End(long highest) => new(Number, highest == Number ? null : Number + 1);
}
