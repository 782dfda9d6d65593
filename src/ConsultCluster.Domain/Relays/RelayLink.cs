namespace ConsultCluster.Domain.Relays;

/// <summary>Measurement between two relays, in either order. Of two reports the worse one counts.</summary>
/// <param name="RoundTripMs">Round trip in milliseconds.</param>
/// <param name="LossPercent">Packets lost one way, 0 to 100.</param>
public readonly record struct RelayLink(RelayId First, RelayId Second, double RoundTripMs, double LossPercent);

/// <summary>Quality of the path between two relays.</summary>
/// <param name="RoundTripMs">Round trip in milliseconds.</param>
/// <param name="LossPercent">Packets lost one way, 0 to 100.</param>
public readonly record struct LinkQuality(double RoundTripMs, double LossPercent)
{
    /// <summary>True when nothing arrives; the round trip is meaningless then.</summary>
    public bool IsBroken => LossPercent >= 100;
}

/// <summary>One relay's report about its link to another.</summary>
/// <param name="Relay">The reporting relay.</param>
/// <param name="IsUp">True when both ends receive each other.</param>
/// <param name="RoundTripMs">Milliseconds; null before the first measurement.</param>
/// <param name="LossPercent">Packets lost on the way from the peer over the last seconds, 0 to 100.</param>
public readonly record struct LinkSample(RelayId Relay, RelayId Peer, bool IsUp, double? RoundTripMs, double LossPercent);
