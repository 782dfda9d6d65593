namespace ConsultCluster.Contracts.Http;

/// <summary>The whole cluster in numbers.</summary>
/// <param name="ActiveNodes">Those that take new sessions.</param>
/// <param name="ActiveRelays">Those that take new sessions.</param>
/// <param name="Sessions">Of all relays, standby sessions included.</param>
/// <param name="PacketsPerSecond">Packets sent per second by all relays.</param>
/// <param name="Load">Share of their threads' time that the active relays use, 0 to 1, their mean; 1 while there is none.</param>
/// <param name="Links">Pairs of relays with a link.</param>
/// <param name="Groups">Groups in memory, in whichever process.</param>
public sealed record ClusterTotals(
    int Nodes,
    int ActiveNodes,
    int Relays,
    int ActiveRelays,
    int Sessions,
    double PacketsPerSecond,
    double Load,
    int Links,
    int Groups);
