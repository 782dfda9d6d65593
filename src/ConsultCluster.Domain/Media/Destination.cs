namespace ConsultCluster.Domain.Media;

/// <summary>Where a terminal's media is to go, because it would be carried clearly better there.</summary>
/// <param name="Relay">Not the one that carries it now.</param>
/// <param name="At">When it goes, in one moment with the others of its group; not at all when no session stands there by then.</param>
public sealed record Destination(RelayId Relay, DateTimeOffset At);
