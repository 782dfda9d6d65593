using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// Records who read which patient's data: one entry for a person, consultation and hour, so that the chain does not drown. It is recorded before the data is
/// given out; what cannot be recorded is not given out.
/// </summary>
public sealed class PatientReads(IAuditStore audits, TimeProvider clock)
{
    private readonly OncePer _hour = new(TimeSpan.FromHours(1));

    /// <summary>A person opens the patient's part of a consultation, or its chat.</summary>
    /// <exception cref="StorageUnavailableException">It cannot be recorded now.</exception>
    public Task OpenedAsync(GroupId group, PersonId by, string from) => RecordAsync(group, by, from, AuditActions.PatientRead);

    /// <summary>A person reads a list that has names of patients.</summary>
    /// <exception cref="StorageUnavailableException">It cannot be recorded now.</exception>
    public Task ListedAsync(PersonId by, string from) => RecordAsync(null, by, from, AuditActions.PatientsListed);

    private async Task RecordAsync(GroupId? group, PersonId by, string from, string action)
    {
        var now = clock.GetUtcNow();
        var key = $"{by}\n{group}";
        if (_hour.HasPassed(key, now))
        {
            return;
        }

        // Noted when it is recorded: of two reads at once both are, and no read relies on an entry that fails.
        await audits.AppendAsync(new AuditEntry(now, group, by, from, action, "{}"));
        _hour.TryPass(key, now);
    }
}
