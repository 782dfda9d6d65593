namespace ConsultCluster.Domain.Media;

/// <summary>The session from which a terminal's media is on its way to <see cref="TerminalMedia.Place"/>: it goes on until the media has arrived there.</summary>
/// <param name="Relay">Holds it.</param>
/// <param name="Reason">Why media leaves it.</param>
/// <param name="Since">When the move was ordered.</param>
/// <param name="Until">When it ends in any case.</param>
/// <param name="HasArrived">Media flows at the other relay by now.</param>
public sealed record LeavingSession(RelayId Relay, MediaMoveReason Reason, DateTimeOffset Since, DateTimeOffset Until, bool HasArrived = false);
