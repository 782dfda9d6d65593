using System.Collections.Immutable;

namespace ConsultCluster.Domain.Accounts;

/// <summary>An account as it is now, as far as rights hang on it.</summary>
/// <param name="Person">Whose account.</param>
/// <param name="Role">Its role; null for a person without an account here, such as a guest, whose rights are the token's alone.</param>
/// <param name="IsActive">False when the account may not sign in.</param>
/// <param name="EndedSessions">
/// Ids of sessions that were ended: signed out, ended from the list, or ended by a new password. A session that only ran out is not among them: a
/// consultation may last longer.
/// </param>
public sealed record AccountState(PersonId Person, StaffRole? Role, bool IsActive, ImmutableHashSet<string> EndedSessions)
{
    /// <summary>A person without an account here.</summary>
    public static AccountState None(PersonId person) => new(person, null, IsActive: true, []);
}
