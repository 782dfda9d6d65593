namespace ConsultCluster.Domain.Groups;

/// <summary>The person who gives a command, and the network address; recorded in the audit.</summary>
/// <param name="Person">Account or guest.</param>
/// <param name="Permissions">What this person may do in this group.</param>
/// <param name="From">Network address, or <c>system</c>.</param>
public sealed record Actor(PersonId Person, Permissions Permissions, string From);
