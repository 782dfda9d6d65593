namespace ConsultCluster.Domain.Groups;

/// <summary>Where a terminal's media is.</summary>
/// <param name="Relay">Holds the session that carries media.</param>
/// <param name="Standby">Holds a second session, connected and silent, to which media moves when the first relay fails; null without one.</param>
public sealed record MediaPlace(RelayId Relay, RelayId? Standby);
