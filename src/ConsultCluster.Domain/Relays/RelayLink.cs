namespace ConsultCluster.Domain.Relays;

/// <summary>What two relays measured between them. Which of them is named first does not matter; the worse of two reports counts.</summary>
/// <param name="RoundTripMs">Round trip in milliseconds.</param>
/// <param name="LossPercent">Packets lost one way, 0 to 100.</param>
public readonly record struct RelayLink(RelayId First, RelayId Second, double RoundTripMs, double LossPercent);

/// <summary>How good the way between two relays is.</summary>
/// <param name="RoundTripMs">Round trip in milliseconds.</param>
/// <param name="LossPercent">Packets lost one way, 0 to 100.</param>
public readonly record struct LinkQuality(double RoundTripMs, double LossPercent)
{
    /// <summary>Nothing comes through, so its round trip says nothing.</summary>
    public bool IsBroken => LossPercent >= 100;
}

/// <summary>What one relay says of its link to another.</summary>
/// <param name="Relay">Who says it.</param>
/// <param name="IsUp">Both hear each other.</param>
/// <param name="RoundTripMs">Milliseconds; null before the first measurement.</param>
/// <param name="LossPercent">Lost on the way from the peer within the last seconds, 0 to 100.</param>
public readonly record struct LinkSample(RelayId Relay, RelayId Peer, bool IsUp, double? RoundTripMs, double LossPercent);
