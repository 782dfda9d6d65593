namespace ConsultCluster.Domain.Groups;

/// <summary>The relay's session description for a terminal.</summary>
/// <param name="Sdp">The answer; holds for the whole stay.</param>
/// <param name="Relay">The relay that holds the session.</param>
public sealed record MediaAnswer(string Sdp, RelayId Relay);
