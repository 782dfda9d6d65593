namespace ConsultCluster.Domain.Groups;

/// <summary>Who gives an order, and from where; goes into the audit.</summary>
/// <param name="Person">Account or guest.</param>
/// <param name="Permissions">What this person may do in this group.</param>
/// <param name="From">Network address, or <c>system</c>.</param>
public sealed record Actor(PersonId Person, Permissions Permissions, string From);
