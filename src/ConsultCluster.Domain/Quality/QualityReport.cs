namespace ConsultCluster.Domain.Quality;

/// <summary>Network quality of one terminal, up (to the relay) and down (from it), over the last interval.</summary>
/// <param name="Up">Grade of media from the terminal.</param>
/// <param name="Down">Grade of media to the terminal.</param>
/// <param name="RoundTripMs">Round trip between terminal and relay in milliseconds; null while unknown.</param>
/// <param name="UpLossPercent">Packets lost on the way up, 0 to 100.</param>
/// <param name="DownLossPercent">Packets lost on the way down, 0 to 100.</param>
/// <param name="JitterMs">Interarrival jitter (RFC 3550 §6.4.1) of the worse direction, in milliseconds.</param>
public sealed record QualityReport(
    QualityGrade Up,
    QualityGrade Down,
    double? RoundTripMs,
    double UpLossPercent,
    double DownLossPercent,
    double JitterMs);
