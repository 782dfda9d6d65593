using System.Collections.Immutable;

namespace ConsultCluster.Domain.Accounts;

/// <summary>An account as it is now, as far as rights hang on it.</summary>
/// <param name="Person">Whose account.</param>
/// <param name="Role">Its role; null for a person without an account here, such as a guest, whose rights are the token's alone.</param>
/// <param name="IsActive">False when the account may not sign in.</param>
/// <param name="EndedSessions">Ids of sessions that are known to have been ended: signed out, or ended from the list.</param>
public sealed record AccountState(PersonId Person, StaffRole? Role, bool IsActive, ImmutableHashSet<string> EndedSessions)
{
    /// <summary>
    /// A session that was used this recently cannot have run out: if it is not there, somebody ended it. Less than the 12 h after which an unused session
    /// runs out, which must end no stay: a consultation may last longer.
    /// </summary>
    public static readonly TimeSpan SessionIsKept = TimeSpan.FromHours(11.5);

    /// <summary>Ids of the sessions that have neither ended nor run out; null when sessions are not kept or were not looked up.</summary>
    public ImmutableHashSet<string>? LiveSessions { get; init; }

    /// <summary>True when a session was ended.</summary>
    /// <param name="usedAt">When it was used: it was there then.</param>
    public bool HasEnded(string session, DateTimeOffset usedAt, DateTimeOffset now) =>
        EndedSessions.Contains(session) || (LiveSessions is { } live && !live.Contains(session) && now - usedAt < SessionIsKept);

    /// <summary>A person without an account here.</summary>
    public static AccountState None(PersonId person) => new(person, null, IsActive: true, []);
}
