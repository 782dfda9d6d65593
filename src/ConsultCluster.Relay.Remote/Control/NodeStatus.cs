using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>A joined node as operators see it.</summary>
/// <param name="IsEmpty">The node drains and holds no sessions: it can be stopped.</param>
public sealed record NodeStatus(string Name, string Machine, string Region, RelayState State, bool IsEmpty, ImmutableArray<RelayId> Relays);
