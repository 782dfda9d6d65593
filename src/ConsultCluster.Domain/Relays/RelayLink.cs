namespace ConsultCluster.Domain.Relays;

/// <summary>What two relays measured between them. Which of them is named first does not matter; the worse of two reports counts.</summary>
/// <param name="RoundTripMs">Round trip in milliseconds.</param>
/// <param name="LossPercent">Packets lost one way, 0 to 100.</param>
public readonly record struct RelayLink(RelayId First, RelayId Second, double RoundTripMs, double LossPercent);
