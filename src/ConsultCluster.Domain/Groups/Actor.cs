namespace ConsultCluster.Domain.Groups;

/// <summary>
/// The person who gives a command, and the network address; recorded in the audit. An actor with a seat has the rights of that seat at the moment of
/// the command, and <paramref name="Permissions"/> counts for nothing.
/// </summary>
/// <param name="Person">Account or guest.</param>
/// <param name="Permissions">What this person may do in this group.</param>
/// <param name="From">Network address, or <c>system</c>.</param>
/// <param name="Seat">The terminal by which the command came; null for one that came by account.</param>
/// <param name="Session">Id of the signed-in session by which it came; null for a terminal, and for a caller without sessions.</param>
public sealed record Actor(PersonId Person, Permissions Permissions, string From, TerminalId? Seat = null, string? Session = null);
