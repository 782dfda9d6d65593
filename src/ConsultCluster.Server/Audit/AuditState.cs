using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Audit;

/// <summary>What is known of the audit at the moment, for health, metrics and pages.</summary>
internal sealed class AuditState
{
    private readonly Lock _lock = new();
    private AuditFinding _finding = new(null, null, null, null, IsExported: false, null);

    /// <summary>All of it as of one moment.</summary>
    public AuditFinding Current
    {
        get
        {
            lock (_lock)
            {
                return _finding;
            }
        }
    }

    /// <summary>A check has ended; one of the newest entries alone says nothing of how many are whole. A fault stays until the process ends: what was wrong once is to be looked at by a person.</summary>
    public void Verified(AuditVerification result, bool isWhole, DateTimeOffset at)
    {
        lock (_lock)
        {
            var worse = result.Intact || _finding.Broken?.FirstBroken <= result.FirstBroken ? _finding.Broken : result;
            _finding = _finding with { VerifiedAt = at, Entries = result.Intact && isWhole ? result.Entries : _finding.Entries, Broken = worse };
        }
    }

    /// <summary>All exports have the newest head.</summary>
    public void Exported(DateTimeOffset at)
    {
        lock (_lock)
        {
            _finding = _finding with { ExportedAt = at, IsExported = true, ExportFailure = null };
        }
    }

    /// <summary>An export was not possible; it is tried again.</summary>
    public void ExportFailed(string reason, DateTimeOffset at)
    {
        lock (_lock)
        {
            _finding = _finding with { ExportedAt = _finding.ExportedAt ?? at, IsExported = true, ExportFailure = reason };
        }
    }
}
