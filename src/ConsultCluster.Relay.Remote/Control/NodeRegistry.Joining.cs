using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>How nodes come in.</summary>
public sealed partial class NodeRegistry
{
    /// <summary>Lists a node that has proved the key, or returns the refusal.</summary>
    internal Refused? Join(Announce announce, IReadOnlyList<HeldSessionDto> sessions, ProvenPeer peer, NodeLink link, out JoinedNode? joined)
    {
        joined = null;
        if (NodeAnnouncement.Read(announce, sessions, peer) is not { } read)
        {
            return new Refused(NodeRefusals.Malformed, "The announcement of the node is invalid. Both ends must be ConsultCluster of the same version.");
        }

        lock (_lock)
        {
            var node = _nodes.GetValueOrDefault(announce.Node);
            if (peer.IsServer && node is { KeyId: not null })
            {
                // A relay node that took a server's name while that was away makes room.
                Dismiss(node, new Refused(NodeRefusals.NameTaken, $"A server of the cluster is called {announce.Node}. Choose another name with --node."));
            }

            if (Refuse(announce, read, node, peer) is { } refused)
            {
                return refused;
            }

            node ??= _nodes[announce.Node] = new JoinedNode(announce.Node);
            Welcome(node, announce, read, peer, link);
            joined = node;
            return null;
        }
    }

    private Refused? Refuse(Announce announce, NodeAnnouncement read, JoinedNode? node, ProvenPeer peer)
    {
        // Revoked between the handshake and now.
        if (_register is not null && !IsEnrolled(_register.Book, peer.KeyId))
        {
            return Revoked;
        }

        if (node is null && _nodes.Count >= MaxNodes && !TryEvict())
        {
            return new Refused(NodeRefusals.Full, $"{MaxNodes} nodes have joined, which is the limit of this process.");
        }

        if (node is { Link: { } link } && !string.Equals(node.Instance, announce.Instance, StringComparison.Ordinal) && link.Silence <= NodeTimings.SilentAfter)
        {
            return new Refused(NodeRefusals.NameTaken, $"Another node that is alive is called {announce.Node}. Choose another name with --node.");
        }

        foreach (var relay in read.Relays.Keys)
        {
            if (_directory.Find(relay) is { } taken && (node is null || !node.Relays.TryGetValue(relay, out var own) || !ReferenceEquals(own, taken)))
            {
                return new Refused(NodeRefusals.RelayTaken, $"A relay called {relay} is listed already. Choose another name with --node.");
            }
        }

        return null;
    }

    private void Welcome(JoinedNode node, Announce announce, NodeAnnouncement read, ProvenPeer peer, NodeLink link)
    {
        if (node.Link is { } old)
        {
            Unlink(node);
            _ = old.EndAsync(new Refused(NodeRefusals.Replaced, "The node has joined with a newer link."));
        }

        if (!string.Equals(node.Instance, announce.Instance, StringComparison.Ordinal))
        {
            Leave(node, "another process has its name");
            EndSessions(node, "the relay's node restarted");
        }
        else if (!read.Relays.Keys.ToHashSet().SetEquals(node.Relays.Keys))
        {
            Leave(node, "it has other relays now");
        }

        node.Instance = announce.Instance;
        node.KeyId = peer.KeyId;
        node.Home = new RelayHome(announce.Node, announce.Machine, announce.Region);
        node.Relays = read.Relays.Keys.ToDictionary(id => id, id => node.Relays.GetValueOrDefault(id) ?? new RemoteRelay(id, _logger));
        node.IsDraining = announce.IsDraining;
        node.IsEmpty = false;
        node.IsSilent = false;
        node.Silence = TimeSpan.Zero;
        node.Link = link;
        node.Orders = new NodeOrders(link, _clock, _metrics);
        link.TrySend(new Joined());
        if (CurrentControlUrls() is { } urls)
        {
            link.TrySend(urls);
        }

        foreach (var (id, relay) in node.Relays)
        {
            relay.Attach(node.Orders, read.Relays[id], peer.IsServer ? null : _belief, peer.IsServer ? null : peer.Fingerprints[id.Value]);
        }

        if (node.IsListed)
        {
            PublishState(node);
        }
        else
        {
            node.IsListed = true;
            _directory.Add([.. node.Relays.Values.Select(r => new ListedRelay(r, node.Home, node.State))]);
        }
    }

    /// <summary>Evicts a node that has left. It announces its sessions again if it comes back.</summary>
    private bool TryEvict() => _nodes.Values.FirstOrDefault(n => !n.IsListed && n.Link is null) is { } gone && _nodes.Remove(gone.Name);
}
