using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;

namespace ConsultCluster.Ports.Stores;

/// <summary>Sessions of staff. Throws <see cref="StorageUnavailableException"/> while the database cannot serve.</summary>
public interface ISessionStore
{
    /// <summary>
    /// Begins a session, and deletes everybody's that were not used since <paramref name="expired"/>. False when the account was disabled
    /// or given another password since the password was checked; then nothing is done.
    /// </summary>
    /// <param name="passwordHash">The hash that the password was compared with.</param>
    /// <param name="most">Sessions that a person may have; the longest unused end.</param>
    Task<bool> StartAsync(StaffSession session, string passwordHash, DateTimeOffset expired, int most, AuditEntry audit);

    /// <summary>A session used after that moment with its account, by one indexed read; null when there is none.</summary>
    Task<SignedInSession?> FindAsync(string id, DateTimeOffset usedAfter);

    /// <summary>Notes a use, unless one was noted after <paramref name="unless"/>.</summary>
    Task TouchAsync(string id, DateTimeOffset usedAt, string from, DateTimeOffset unless);

    /// <summary>A person's sessions used after that moment, the last used first.</summary>
    Task<ImmutableArray<StaffSession>> ListAsync(PersonId person, DateTimeOffset usedAfter);

    /// <summary>Ends one session of that person; false when there is none.</summary>
    Task<bool> EndAsync(PersonId person, string id, AuditEntry audit);

    /// <summary>Ends the sessions of that person but one; returns the ids of those that ended.</summary>
    /// <param name="keep">The session that stays; null ends all.</param>
    Task<ImmutableArray<string>> EndOthersAsync(PersonId person, string? keep, AuditEntry audit);
}
