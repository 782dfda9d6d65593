namespace ConsultCluster.Contracts.Http;

/// <summary>GET /api/cluster. The lists are bounded; <paramref name="Totals"/> counts everything.</summary>
/// <param name="At">
/// When the state was read, at most half a second ago; relays' figures are of the second before.
/// </param>
/// <param name="Nodes">By region and name. When there are too many, the problematic ones are kept.</param>
/// <param name="Links">One row per pair of relays. When there are too many, the worst are kept.</param>
/// <param name="Groups">Groups in the memory of any process, the largest first.</param>
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

/// <summary>Totals of the cluster.</summary>
/// <param name="ActiveNodes">Number that accepts new sessions.</param>
/// <param name="ActiveRelays">Number that accepts new sessions.</param>
/// <param name="Sessions">Sessions of all relays, standby ones included.</param>
/// <param name="PacketsPerSecond">Packets sent per second by all relays.</param>
/// <param name="Load">Mean load of the active relays, 0 to 1; 1 when there is none.</param>
/// <param name="Links">Pairs of relays with a link.</param>
/// <param name="Groups">Groups in the memory of any process.</param>
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

/// <summary>A process with relays.</summary>
/// <param name="Region">Label set by the operator; may be empty.</param>
/// <param name="Machine">Opaque id, the same for all processes of one machine.</param>
/// <param name="State"><c>active</c>, <c>draining</c> or <c>silent</c>.</param>
/// <param name="IsSelf">True for the responding process.</param>
/// <param name="IsEmpty">The node drains and has no sessions left: it can be stopped.</param>
public sealed record ClusterNode(
    string Node,
    string Region,
    string Machine,
    string State,
    bool IsSelf,
    bool IsEmpty,
    ClusterRelay[] Relays);

/// <summary>A relay and its traffic over the last second.</summary>
/// <param name="State"><c>active</c>, <c>draining</c> or <c>silent</c>.</param>
/// <param name="Addresses">Where terminals and other relays reach it, as <c>192.0.2.7:7000</c>, most preferred first.</param>
/// <param name="Sessions">Open sessions, standby ones included.</param>
/// <param name="PacketsPerSecond">Packets sent per second.</param>
/// <param name="Capacity">Packets per second that it can send; 0 until measured.</param>
/// <param name="Load">Share of its thread's time in use, 0 to 1.</param>
public sealed record ClusterRelay(
    string RelayId,
    string State,
    string[] Addresses,
    int Sessions,
    double PacketsPerSecond,
    double Capacity,
    double Load);

/// <summary>The link between two relays, by both reports. In and out are relative to <paramref name="From"/>.</summary>
/// <param name="From">The relay whose name comes first.</param>
/// <param name="State"><c>connecting</c>, <c>up</c> or <c>silent</c>; the worse of both reports.</param>
/// <param name="RoundTripMs">Smoothed; null before the first measurement.</param>
/// <param name="LossInPercent">
/// Packets lost on the way to <paramref name="From"/>, before repair; null before the first report.
/// </param>
/// <param name="LossOutPercent">
/// Packets lost on the way to <paramref name="To"/>, before repair; null before the first report.
/// </param>
/// <param name="PacketsIn">Datagrams that <paramref name="From"/> received since the link was created.</param>
/// <param name="PacketsOut">Datagrams that <paramref name="From"/> sent since the link was created.</param>
public sealed record ClusterLink(
    string From,
    string To,
    string State,
    double? RoundTripMs,
    double? LossInPercent,
    double? LossOutPercent,
    long PacketsIn,
    long PacketsOut);

/// <summary>A consultation group in memory; no patient data.</summary>
/// <param name="State"><c>open</c>, <c>active</c>, <c>closed</c> or <c>expired</c>.</param>
/// <param name="Members">Seats taken, held ones included.</param>
/// <param name="Connected">Members that are connected.</param>
/// <param name="Relays">Relays with sessions of the group, standby ones included.</param>
public sealed record ClusterGroup(string GroupId, string State, int Members, int Connected, string[] Relays);

/// <summary>A server's clock, compared with the database's within the last minute.</summary>
/// <param name="Server">Name of the process in the cluster, the same as its node's when it has relays.</param>
/// <param name="AheadMs">By how much it is ahead; less than zero when it is behind. A busy machine or network makes this inexact, not <paramref name="IsOff"/>.</param>
/// <param name="IsOff">It differs by more than 1 s, whatever the inexactness.</param>
public sealed record ClusterClock(string Server, double AheadMs, bool IsOff);
