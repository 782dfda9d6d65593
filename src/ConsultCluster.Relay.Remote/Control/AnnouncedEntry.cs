using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>One announced relay, validated.</summary>
internal sealed record AnnouncedEntry(
    ImmutableArray<IPEndPoint> Addresses, RelayStatus Status, Dictionary<(GroupId, TerminalId), SessionMirror> Sessions);
