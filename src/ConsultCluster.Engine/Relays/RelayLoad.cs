namespace ConsultCluster.Engine.Relays;

/// <summary>What a relay carries.</summary>
/// <param name="Sessions">Open sessions.</param>
/// <param name="PacketsPerSecondOut">Packets sent per second, over the last second.</param>
public readonly record struct RelayLoad(int Sessions, double PacketsPerSecondOut);
