using System.Collections.Immutable;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>
/// The nodes that have joined, and their state: active, silent or gone. Their relays are listed in the directory beside this process's
/// own. One lock guards everything: nodes are few, and media does not pass here.
/// </summary>
public sealed partial class NodeRegistry : IDisposable
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
}
