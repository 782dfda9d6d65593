namespace ConsultCluster.Contracts.Http;

/// <summary>A consultation group in memory; no patient data.</summary>
/// <param name="State"><c>open</c>, <c>active</c>, <c>closed</c> or <c>expired</c>.</param>
/// <param name="Members">Seats taken, held ones included.</param>
/// <param name="Connected">Members whose media flows.</param>
/// <param name="Relays">Relays with sessions of the group, standby ones included.</param>
public sealed record ClusterGroup(string GroupId, string State, int Members, int Connected, string[] Relays);
