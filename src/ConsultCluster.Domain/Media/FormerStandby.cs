namespace ConsultCluster.Domain.Media;

/// <summary>The standby session before the newest one, which the terminal keeps until that is connected: until then media can go to either.</summary>
/// <param name="Relay">Holds it.</param>
/// <param name="Until">When it ends in any case. A terminal that has connected closes it before, and the relay reports that it is gone.</param>
public sealed record FormerStandby(RelayId Relay, DateTimeOffset Until);
