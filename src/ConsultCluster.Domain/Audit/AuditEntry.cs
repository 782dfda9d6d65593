namespace ConsultCluster.Domain.Audit;

/// <summary>Something that was done, for the append-only record.</summary>
/// <param name="At">When.</param>
/// <param name="Group">In which consultation group; null for what happens outside of one (sign-in, accounts, keys).</param>
/// <param name="By">Who did it; <see cref="System"/> when nobody did.</param>
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
    /// <summary>The person and the address of what happens by itself (timers, relays, start-up).</summary>
    public const string System = "system";
}
