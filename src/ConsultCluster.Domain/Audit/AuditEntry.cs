namespace ConsultCluster.Domain.Audit;

/// <summary>An entry of the append-only audit.</summary>
/// <param name="At">When.</param>
/// <param name="Group">The consultation group; null for actions outside of one (sign-in, accounts, keys).</param>
/// <param name="By">The person; <see cref="System"/> for automatic actions.</param>
/// <param name="From">Network address, or <c>system</c>.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="Detail">JSON object, without patient data and without secrets.</param>
public sealed record AuditEntry(
    DateTimeOffset At,
    GroupId? Group,
    PersonId By,
    string From,
    string Action,
    string Detail)
{
    /// <summary>Person and address of automatic actions (timers, relays, start-up).</summary>
    public const string System = "system";
}
