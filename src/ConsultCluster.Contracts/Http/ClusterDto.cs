namespace ConsultCluster.Contracts.Http;

/// <summary>GET /api/cluster. The lists are bounded; <paramref name="Totals"/> counts everything.</summary>
/// <param name="At">When it was read, at most half a second ago; what relays say of themselves is of the second before.</param>
/// <param name="Nodes">By region and name; when there are too many, those in trouble are kept.</param>
/// <param name="Links">One row per pair of relays; when there are too many, the worst are kept.</param>
/// <param name="Groups">Those in the memory of any process, the largest first.</param>
/// <param name="NodeKeyFile">File on this process's machine that holds the node key; null when the key was given another way.</param>
/// <param name="Clocks">Servers whose clock is known, by name: those with groups, and this process. Empty for a server by itself.</param>
/// <param name="Dashboard">Address of the engine's own dashboard on this server; null without <c>--dashboard</c>.</param>
public sealed record ClusterDto(
    DateTimeOffset At,
    ClusterTotals Totals,
    ClusterNode[] Nodes,
    ClusterLink[] Links,
    ClusterGroup[] Groups,
    string? NodeKeyFile,
    ClusterClock[] Clocks,
    string? Dashboard);
