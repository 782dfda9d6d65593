using System.Collections.Immutable;
using ConsultCluster.Contracts.Nodes;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay;

namespace ConsultCluster.Server.Nodes.Control;

/// <summary>
/// The nodes that have joined: who is heard, who is silent, who has left. Their relays stand in the directory beside this
/// process's own. Everything here happens under one lock: nodes are few, and their media does not pass here.
/// </summary>
internal sealed class NodeRegistry : IDisposable
{
    private const int MaxNodes = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, JoinedNode> _nodes = new(StringComparer.Ordinal);
    private readonly RelayDirectory _directory;
    private readonly NodeMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ISilos? _silos;
    private readonly ITimer _watch;
    private readonly ITimer _watchCut;
    private long _watchedAt;
    private long _beats;

    /// <param name="silos">The processes that nodes are to join besides this one; null when it is alone.</param>
    public NodeRegistry(RelayDirectory directory, NodeMetrics metrics, TimeProvider clock, ILogger<NodeRegistry> logger, ISilos? silos = null)
    {
        _silos = silos;
        _directory = directory;
        _metrics = metrics;
        _clock = clock;
        _logger = logger;
        _watchedAt = clock.GetTimestamp();
        _watch = clock.CreateTimer(_ => Watch(), null, NodeTimes.Beat, NodeTimes.Beat);
        _watchCut = clock.CreateTimer(_ => Watch(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (silos is not null)
        {
            silos.Changed += TellDoors;
        }
    }

    /// <summary>Every node that has joined and not left.</summary>
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

    /// <summary>A node that has joined once, whether it has left or not; null when there never was one.</summary>
    public JoinedNode? Find(string node)
    {
        lock (_lock)
        {
            return _nodes.GetValueOrDefault(node);
        }
    }

    /// <summary>Lists a node that has proved the key, or says why not.</summary>
    public Refused? Join(Announce announce, IReadOnlyList<HeldSessionDto> sessions, NodeLink link, out JoinedNode? joined)
    {
        joined = null;
        if (NodeEntries.Read(announce, sessions) is not { } read)
        {
            return new Refused(NodeRefusals.Malformed, "Name, relays or sessions of the node are none that this version knows. Both ends must be ConsultCluster of the same version.");
        }

        lock (_lock)
        {
            var node = _nodes.GetValueOrDefault(announce.Node);
            if (Refuse(announce, read, node) is { } refused)
            {
                return refused;
            }

            node ??= _nodes[announce.Node] = new JoinedNode(announce.Node);
            Welcome(node, announce, read, link);
            joined = node;
            return null;
        }
    }

    /// <summary>Takes a message of a node; false when it says what it must not.</summary>
    public bool Hear(JoinedNode node, NodeLink link, NodeMessage message)
    {
        lock (_lock)
        {
            if (node.Link != link)
            {
                return true;
            }

            switch (message)
            {
                case Beat beat:
                    node.Orders!.Saw(beat.Number);
                    return true;
                case DrainState state:
                    node.IsDraining = state.IsDraining;
                    node.IsEmpty = state.IsEmpty;
                    NodeLog.NodeDrains(_logger, node.Name, state.IsDraining, state.IsEmpty);
                    ShowState(node);
                    return true;
                case Leaving:
                    Unlink(node);
                    Leave(node, "it ended");
                    EndSessions(node, "the relay's node ended");
                    return true;
            }
        }

        // Not under the lock: these are many, and only one link carries them.
        return node.TryHear(message);
    }

    /// <summary>A link has ended, for whatever reason; the node may come back.</summary>
    public void Lost(JoinedNode node, NodeLink link)
    {
        lock (_lock)
        {
            if (node.Link == link)
            {
                Unlink(node);
                _watchCut.Change(NodeTimes.SilentAfterCut, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Tells a node to let its sessions go and take no new ones, or to serve on. False when there is no such node in reach.</summary>
    public bool TryDrain(string node, bool isOn)
    {
        lock (_lock)
        {
            return _nodes.TryGetValue(node, out var found) && found.Link is { } link && link.TrySend(new Drain(isOn));
        }
    }

    public void Dispose()
    {
        if (_silos is not null)
        {
            _silos.Changed -= TellDoors;
        }

        _watch.Dispose();
        _watchCut.Dispose();
        lock (_lock)
        {
            foreach (var node in _nodes.Values)
            {
                Unlink(node);
            }
        }
    }

    private Refused? Refuse(Announce announce, NodeEntries read, JoinedNode? node)
    {
        if (node is null && _nodes.Count >= MaxNodes && !Forget())
        {
            return new Refused(NodeRefusals.Full, $"{MaxNodes} nodes have joined; that is all this process takes.");
        }

        if (node is { Link: { } link } && !string.Equals(node.Instance, announce.Instance, StringComparison.Ordinal) && link.Silence <= NodeTimes.SilentAfter)
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

    private void Welcome(JoinedNode node, Announce announce, NodeEntries read, NodeLink link)
    {
        if (node.Link is { } old)
        {
            Unlink(node);
            _ = old.EndAsync(new Refused(NodeRefusals.Replaced, "The node has joined with a newer link."));
        }

        if (!string.Equals(node.Instance, announce.Instance, StringComparison.Ordinal))
        {
            Leave(node, "another process has its name");
            EndSessions(node, "the relay's node started anew");
        }
        else if (!read.Relays.Keys.ToHashSet().SetEquals(node.Relays.Keys))
        {
            Leave(node, "it has other relays now");
        }

        node.Instance = announce.Instance;
        node.Home = new RelayHome(announce.Node, announce.Machine, announce.Region);
        node.Relays = read.Relays.Keys.ToDictionary(id => id, id => node.Relays.GetValueOrDefault(id) ?? new RemoteRelay(id, _logger));
        node.IsDraining = announce.IsDraining;
        node.IsEmpty = false;
        node.IsSilent = false;
        node.Silence = TimeSpan.Zero;
        node.Link = link;
        node.Orders = new NodeOrders(link, _clock, _metrics);
        link.TrySend(new Joined());
        if (KnownDoors() is { } doors)
        {
            link.TrySend(doors);
        }

        foreach (var (id, relay) in node.Relays)
        {
            relay.Attach(node.Orders, read.Relays[id]);
        }

        if (node.IsListed)
        {
            ShowState(node);
        }
        else
        {
            node.IsListed = true;
            _directory.Add([.. node.Relays.Values.Select(r => new ListedRelay(r, node.Home, node.State))]);
        }
    }

    private void TellDoors()
    {
        lock (_lock)
        {
            if (KnownDoors() is { } doors)
            {
                foreach (var link in _nodes.Values.Select(node => node.Link).OfType<NodeLink>())
                {
                    link.TrySend(doors);
                }
            }
        }
    }

    private Doors? KnownDoors() => _silos?.Live is { } live && live.FirstOrDefault(silo => silo.IsSelf)?.ControlUrl is { } self
        ? new Doors(self.ToString(), [.. live.Where(silo => !silo.IsSelf).Select(silo => silo.ControlUrl).OfType<Uri>().Select(door => door.ToString())])
        : null;

    private void Watch()
    {
        lock (_lock)
        {
            // A process that slept itself has heard nobody: of a look that comes late only this much counts.
            var now = _clock.GetTimestamp();
            var passed = _clock.GetElapsedTime(_watchedAt, now);
            passed = passed < 2 * NodeTimes.Beat ? passed : 2 * NodeTimes.Beat;
            _watchedAt = now;
            _beats++;
            foreach (var node in _nodes.Values)
            {
                if (node.IsListed)
                {
                    Watch(node, now, passed);
                }
            }
        }
    }

    private void Watch(JoinedNode node, long now, TimeSpan passed)
    {
        var unheard = node.Link?.Silence ?? _clock.GetElapsedTime(node.HeardAt, now);
        var silence = node.Silence = unheard < node.Silence + passed ? unheard : node.Silence + passed;
        node.Link?.TrySend(new Beat(_beats));
        var isSilent = node.Link is null ? silence >= NodeTimes.SilentAfterCut : silence > NodeTimes.SilentAfter;
        if (isSilent != node.IsSilent)
        {
            node.IsSilent = isSilent;
            if (node.IsSilent)
            {
                _metrics.FellSilent();
                NodeLog.NodeSilent(_logger, node.Name, (long)silence.TotalMilliseconds);
            }
            else
            {
                NodeLog.NodeHeard(_logger, node.Name);
            }

            ShowState(node);
        }

        if (node.Link is { } link && silence > NodeTimes.LinkTimeout)
        {
            Unlink(node);
            _ = link.EndAsync(new Refused(NodeRefusals.Silent, "The node was silent for too long; it is to join again."));
        }

        if (node.Link is null && silence > NodeTimes.LeaveAfter)
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

        node.HeardAt = _clock.GetTimestamp() - (long)(link.Silence.TotalSeconds * _clock.TimestampFrequency);
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

    private void ShowState(JoinedNode node)
    {
        foreach (var relay in node.Relays.Keys)
        {
            _directory.SetState(relay, node.State);
        }
    }

    /// <summary>Makes room among those that have left; what they may still hold is told anew when they come back.</summary>
    private bool Forget() => _nodes.Values.FirstOrDefault(n => !n.IsListed && n.Link is null) is { } gone && _nodes.Remove(gone.Name);
}
