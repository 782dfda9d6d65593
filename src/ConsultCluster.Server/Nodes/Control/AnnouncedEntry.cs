using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Contracts.Nodes;
using ConsultCluster.Domain;

namespace ConsultCluster.Server.Nodes.Control;

/// <summary>One relay that a node announced, checked.</summary>
internal sealed record AnnouncedEntry(
    ImmutableArray<IPEndPoint> Addresses, RelayStatus Status, Dictionary<(GroupId, TerminalId), SessionMirror> Sessions);
