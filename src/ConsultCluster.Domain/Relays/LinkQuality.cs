namespace ConsultCluster.Domain.Relays;

/// <summary>How good the way between two relays is.</summary>
/// <param name="RoundTripMs">Round trip in milliseconds.</param>
/// <param name="LossPercent">Packets lost one way, 0 to 100.</param>
public readonly record struct LinkQuality(double RoundTripMs, double LossPercent)
{
    /// <summary>Nothing comes through, so its round trip says nothing.</summary>
    public bool IsBroken => LossPercent >= 100;
}
