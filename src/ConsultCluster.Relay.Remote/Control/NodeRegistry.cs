using System.Collections.Immutable;
using ConsultCluster.Domain.Nodes;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>
/// The nodes that have joined, and their state: active, silent or gone. Their relays are listed in the directory beside this process's
/// own. One lock guards everything: nodes are few, and media does not pass here.
/// </summary>
public sealed class NodeRegistry : IDisposable
{
    private const int MaxNodes = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, JoinedNode> _nodes = new(StringComparer.Ordinal);
    private readonly RelayDirectory _directory;
    private readonly NodeMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ISilos? _silos;
    private readonly NodeRegister? _register;
    private readonly LoadBelief _belief;
    private readonly ITimer _check;
    private readonly ITimer _checkAfterCut;
    private long _checkedAt;
    private long _heartbeats;

    /// <summary>Starts the checks for silent nodes.</summary>
    /// <param name="silos">The processes that nodes must join besides this one; null when it is alone.</param>
    /// <param name="register">Which nodes may be joined; null for tests without revocations.</param>
    /// <param name="admission">How much nodes are believed; null for the defaults.</param>
    public NodeRegistry(
        RelayDirectory directory,
        NodeMetrics metrics,
        TimeProvider clock,
        ILogger<NodeRegistry> logger,
        ISilos? silos = null,
        NodeRegister? register = null,
        NodeAdmission? admission = null)
    {
        _silos = silos;
        _register = register;
        _belief = new LoadBelief((admission ?? new NodeAdmission()).MaxCapacity, () => directory.Own.Select(relay => relay.Load));
        _directory = directory;
        _metrics = metrics;
        _clock = clock;
        _logger = logger;
        _checkedAt = clock.GetTimestamp();
        _check = clock.CreateTimer(_ => CheckSilence(), null, NodeTimings.HeartbeatInterval, NodeTimings.HeartbeatInterval);
        _checkAfterCut = clock.CreateTimer(_ => CheckSilence(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (silos is not null)
        {
            silos.Changed += SendControlUrls;
        }

        if (register is not null)
        {
            register.Changed += EndRevoked;
            register.ChangedHere += TellServers;
        }
    }

    /// <summary>Every node in the directory.</summary>
    public ImmutableArray<NodeStatus> Nodes
    {
        get
        {
            lock (_lock)
            {
                return [.. _nodes.Values.Where(n => n.IsListed).Select(n => new NodeStatus(n.Name, n.Home.Machine, n.Home.Region, n.State, n.IsEmpty, [.. n.Relays.Keys]))];
            }
        }
    }

    /// <summary>A node that has joined at some time, in the directory or not; null for any other.</summary>
    internal JoinedNode? Find(string node)
    {
        lock (_lock)
        {
            return _nodes.GetValueOrDefault(node);
        }
    }

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

    /// <summary>Handles a message of a node; false when it is invalid.</summary>
    internal bool Receive(JoinedNode node, NodeLink link, NodeMessage message)
    {
        lock (_lock)
        {
            if (node.Link != link)
            {
                return true;
            }

            switch (message)
            {
                case Heartbeat beat:
                    node.Orders!.OnHeartbeat(beat.Number);
                    return true;
                case DrainState state:
                    node.IsDraining = state.IsDraining;
                    node.IsEmpty = state.IsEmpty;
                    NodeLog.DrainStateChanged(_logger, node.Name, state.IsDraining, state.IsEmpty);
                    PublishState(node);
                    return true;
                case Leaving:
                    Unlink(node);
                    Leave(node, "it ended");
                    EndSessions(node, "the relay's node ended");
                    return true;
            }
        }

        // Outside the lock: these are frequent, and each link has one reader.
        return node.TryReceive(message);
    }

    /// <summary>A link has ended for whatever reason; the node may come back.</summary>
    internal void Lost(JoinedNode node, NodeLink link)
    {
        lock (_lock)
        {
            if (node.Link == link)
            {
                Unlink(node);
                _checkAfterCut.Change(NodeTimings.SilentAfterCut, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Orders a node to drain, or to resume. False when there is no such node or no link to it.</summary>
    public bool TryDrain(string node, bool isOn)
    {
        lock (_lock)
        {
            return _nodes.TryGetValue(node, out var found) && found.Link is { } link && link.TrySend(new Drain(isOn));
        }
    }

    /// <summary>True while there is a link to the node.</summary>
    public bool IsReachable(string node) => Find(node)?.Link is not null;

    /// <summary>True while there is a link to the relay node with this key.</summary>
    public bool IsJoined(string keyId)
    {
        lock (_lock)
        {
            return _nodes.Values.Any(node => node.Link is not null && string.Equals(node.KeyId, keyId, StringComparison.Ordinal));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_silos is not null)
        {
            _silos.Changed -= SendControlUrls;
        }

        if (_register is not null)
        {
            _register.Changed -= EndRevoked;
            _register.ChangedHere -= TellServers;
        }

        _check.Dispose();
        _checkAfterCut.Dispose();
        lock (_lock)
        {
            foreach (var node in _nodes.Values)
            {
                Unlink(node);
            }
        }
    }

    /// <summary>Ends the links of nodes that are enrolled no more.</summary>
    private void EndRevoked(NodeBook book)
    {
        lock (_lock)
        {
            foreach (var node in _nodes.Values.Where(node => (node.IsListed || node.Link is not null) && !IsEnrolled(book, node.KeyId)))
            {
                NodeLog.NodeLeft(_logger, node.Name, "its key was revoked");
                Dismiss(node, Revoked);
            }

            _register!.Touch(_nodes.Values.Where(node => node is { Link: not null, KeyId: not null }).Select(node => node.KeyId!).ToHashSet(StringComparer.Ordinal));
        }
    }

    private static bool IsEnrolled(NodeBook book, string? keyId) => keyId is null || book.Find(keyId) is { State: EnrolmentState.Enrolled };

    private static Refused Revoked { get; } = new(
        NodeRefusals.Revoked, "An administrator revoked the key of this node. To let the machine in again, start it with another --identity folder and a new code.");

    /// <summary>Ends a node's link; its terminals move as from a lost relay.</summary>
    private void Dismiss(JoinedNode node, Refused refused)
    {
        var link = node.Link;
        Unlink(node);
        if (link is not null)
        {
            _metrics.Refused(refused.Code);
            _ = link.EndAsync(refused);
        }

        Leave(node, refused.Code);
        EndSessions(node, "the relay's node was dismissed");
    }

    private void TellServers()
    {
        lock (_lock)
        {
            foreach (var link in _nodes.Values.Where(node => node.KeyId is null).Select(node => node.Link).OfType<NodeLink>())
            {
                link.TrySend(new NodesChanged());
            }
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

    private void SendControlUrls()
    {
        lock (_lock)
        {
            if (CurrentControlUrls() is { } urls)
            {
                foreach (var link in _nodes.Values.Select(node => node.Link).OfType<NodeLink>())
                {
                    link.TrySend(urls);
                }
            }
        }
    }

    private ControlUrls? CurrentControlUrls() => _silos?.Live is { } live && live.FirstOrDefault(silo => silo.IsSelf)?.ControlUrl is { } self
        ? new ControlUrls(self.ToString(), [.. live.Where(silo => !silo.IsSelf).Select(silo => silo.ControlUrl).OfType<Uri>().Select(url => url.ToString())])
        : null;

    private void CheckSilence()
    {
        lock (_lock)
        {
            // If our own timer ran late, cap the elapsed time at two heartbeats: a suspended process has received nothing.
            var now = _clock.GetTimestamp();
            var passed = _clock.GetElapsedTime(_checkedAt, now);
            passed = passed < 2 * NodeTimings.HeartbeatInterval ? passed : 2 * NodeTimings.HeartbeatInterval;
            _checkedAt = now;
            _heartbeats++;
            foreach (var node in _nodes.Values)
            {
                if (node.IsListed)
                {
                    CheckSilence(node, now, passed);
                }
            }
        }
    }

    private void CheckSilence(JoinedNode node, long now, TimeSpan passed)
    {
        var sinceLast = node.Link?.Silence ?? _clock.GetElapsedTime(node.LastReceivedAt, now);
        var silence = node.Silence = sinceLast < node.Silence + passed ? sinceLast : node.Silence + passed;
        node.Link?.TrySend(new Heartbeat(_heartbeats));
        var isSilent = node.Link is null ? silence >= NodeTimings.SilentAfterCut : silence > NodeTimings.SilentAfter;
        if (isSilent != node.IsSilent)
        {
            node.IsSilent = isSilent;
            if (node.IsSilent)
            {
                _metrics.CountSilence();
                NodeLog.NodeSilent(_logger, node.Name, (long)silence.TotalMilliseconds);
            }
            else
            {
                NodeLog.NodeActiveAgain(_logger, node.Name);
            }

            PublishState(node);
        }

        if (node.Link is { } link && silence > NodeTimings.LinkTimeout)
        {
            Unlink(node);
            _ = link.EndAsync(new Refused(NodeRefusals.Silent, "The node was silent for too long; it must join again."));
        }

        if (node.Link is null && silence > NodeTimings.UnlistAfter)
        {
            Leave(node, "it has been silent for too long");
        }
    }

    private void Unlink(JoinedNode node)
    {
        if (node.Link is not { } link)
        {
            return;
        }

        node.LastReceivedAt = _clock.GetTimestamp() - (long)(link.Silence.TotalSeconds * _clock.TimestampFrequency);
        node.Link = null;
        foreach (var relay in node.Relays.Values)
        {
            relay.Detach();
        }

        node.Orders?.Close();
        node.Orders = null;
    }

    private void Leave(JoinedNode node, string why)
    {
        if (node.IsListed)
        {
            node.IsListed = false;
            NodeLog.NodeLeft(_logger, node.Name, why);
            foreach (var relay in node.Relays.Keys)
            {
                _directory.Remove(relay);
            }
        }
    }

    private static void EndSessions(JoinedNode node, string reason)
    {
        foreach (var relay in node.Relays.Values)
        {
            relay.End(reason);
        }
    }

    private void PublishState(JoinedNode node)
    {
        foreach (var relay in node.Relays.Keys)
        {
            _directory.SetState(relay, node.State);
        }
    }

    /// <summary>Evicts a node that has left. It announces its sessions again if it comes back.</summary>
    private bool TryEvict() => _nodes.Values.FirstOrDefault(n => !n.IsListed && n.Link is null) is { } gone && _nodes.Remove(gone.Name);
}
