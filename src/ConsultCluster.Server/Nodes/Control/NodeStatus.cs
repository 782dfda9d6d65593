using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Server.Nodes.Control;

/// <summary>A node as its operators see it.</summary>
/// <param name="IsEmpty">It drains and holds no session any more: it can be stopped.</param>
internal sealed record NodeStatus(string Name, string Machine, string Region, RelayState State, bool IsEmpty, ImmutableArray<RelayId> Relays);
