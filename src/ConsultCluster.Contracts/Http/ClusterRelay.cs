namespace ConsultCluster.Contracts.Http;

/// <summary>A relay and what it carried over its last second.</summary>
/// <param name="State"><c>active</c>, <c>draining</c> or <c>silent</c>.</param>
/// <param name="Addresses">Where terminals and other relays reach it, as <c>192.0.2.7:7000</c>, most preferred first.</param>
/// <param name="Sessions">Open sessions, standby ones included.</param>
/// <param name="PacketsPerSecond">Packets sent per second.</param>
/// <param name="Capacity">Packets per second that it could send; 0 until measured.</param>
/// <param name="Load">Share of its thread's time in use, 0 to 1.</param>
public sealed record ClusterRelay(
    string RelayId,
    string State,
    string[] Addresses,
    int Sessions,
    double PacketsPerSecond,
    double Capacity,
    double Load);
