namespace ConsultCluster.Contracts.Hub;

/// <summary>Network quality: 0 unknown, 1 excellent … 5 very bad, 6 disconnected.</summary>
public sealed record QualityDto(
    int Up,
    int Down,
    double? RoundTripMs,
    double UpLossPercent,
    double DownLossPercent,
    double JitterMs);
