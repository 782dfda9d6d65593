using ConsultCluster.Domain;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Wire;

namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>A link of a relay node after the handshake: announcement, orders, reports.</summary>
internal sealed class NodeSession(
    NodeLink link, OrderExecutor executor, ObservedGroups observed, EventSender sender, DrainSwitch drain, Action<ControlUrls> received, Action nodesChanged, TimeProvider clock)
{
    /// <summary>Sessions and slots in one <see cref="HeldSessions"/>: some hundred kilobytes, so that heartbeats are not delayed.</summary>
    private const int MaxHeldWeight = 1000;

    private readonly HeartbeatTimes _heartbeats = new(clock);
    private volatile bool _isLeaving;
    private DrainState _reported = new(false, false);
    private int _ticks;

    /// <summary>The link ended before the control process answered.</summary>
    public static Refused Lost { get; } = new(NodeRefusals.Silent, "The link ended.");

    /// <summary>This node has sent <see cref="Leaving"/>.</summary>
    public bool IsLeaving => _isLeaving;

    /// <summary>Announces the node and its sessions; null when the control process has listed it.</summary>
    public async Task<Refused?> AnnounceAsync(RelayDirectory directory, string region, string instance, CancellationToken stop)
    {
        sender.Hold();
        try
        {
            var held = new List<HeldSessionDto>();
            foreach (var relay in directory.Own)
            {
                var sessions = await relay.ListSessionsAsync(group: null);
                if (!sessions.Succeeded)
                {
                    return Lost;
                }

                held.AddRange(observed.Describe(relay, sessions.Value));
            }

            _reported = new DrainState(drain.IsOn, false);
            var home = directory.Home;
            var announce = new Announce(home.Node, instance, home.Machine, region, drain.IsOn, [.. directory.Own.Select(Announced)]);
            sender.Attach(link, [announce, .. Chunks(held)]);
        }
        catch
        {
            sender.Detach();
            throw;
        }

        using var limit = new CancellationTokenSource(NodeTimings.Handshake, clock);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        var read = await link.ReadAsync(stopping.Token);
        if (read.Message is Joined)
        {
            return null;
        }

        sender.Detach();
        return read.Message as Refused ?? read.Fault ?? Lost;
    }

    /// <summary>Handles messages until the link ends; returns a fault, if there was one.</summary>
    public async Task<Refused?> ReceiveAsync(CancellationToken stop)
    {
        await using var ticks = clock.CreateTimer(_ => Tick(), null, TimeSpan.Zero, NodeTimings.HeartbeatInterval);
        try
        {
            while (true)
            {
                var read = await link.ReadAsync(stop);
                if (read == LinkRead.End)
                {
                    return null;
                }

                if (read.Message is Refused refused)
                {
                    await link.CloseAsync();
                    return refused;
                }

                if (read.Fault is { } fault || (fault = Receive(read.Message!)) is not null)
                {
                    await link.CloseAsync(fault);
                    return fault;
                }
            }
        }
        finally
        {
            sender.Detach();
        }
    }

    /// <summary>Notifies the control process that this node ends, with all its sessions.</summary>
    public async Task LeaveAsync()
    {
        _isLeaving = true;
        await link.EndAsync(new Leaving());
    }

    private static AnnouncedRelay Announced(UdpRelay relay) => new(relay.Id.Value, LinkWire.Write(relay.Addresses), RelayWire.Write(relay));

    private static IEnumerable<HeldSessions> Chunks(List<HeldSessionDto> sessions)
    {
        var chunk = new List<HeldSessionDto>();
        var weight = 0;
        foreach (var session in sessions)
        {
            chunk.Add(session);
            weight += 1 + session.Slots.Count;
            if (weight >= MaxHeldWeight)
            {
                yield return new HeldSessions(chunk, false);
                chunk = [];
                weight = 0;
            }
        }

        yield return new HeldSessions(chunk, true);
    }

    private Refused? Receive(NodeMessage message)
    {
        var isValid = true;
        switch (message)
        {
            case Heartbeat:
                break;
            case ControlUrls urls:
                received(urls);
                break;
            case NodesChanged:
                nodesChanged();
                break;
            case Drain order:
                drain.Order(order.IsOn);
                break;
            case OrderMessage order:
                isValid = executor.TryExecute(order, _heartbeats, link);
                break;
            case Observe observe when executor.Find(observe.RelayId) is { } relay && GroupId.TryParse(observe.GroupId, out var group):
                observed.Observe(relay, group, observe.IsWanted);
                break;
            default:
                isValid = false;
                break;
        }

        return isValid
            ? null
            : new Refused(NodeRefusals.Malformed, $"A message ({message.GetType().Name}) was invalid. Both ends must be ConsultCluster of the same version.");
    }

    /// <summary>Every 100 ms: sends a heartbeat and what is due, and checks for the other end's silence.</summary>
    private void Tick()
    {
        link.TrySend(new Heartbeat(_heartbeats.Next()));
        if (_ticks++ % (int)(NodeTimings.StatusInterval / NodeTimings.HeartbeatInterval) == 0)
        {
            link.TrySend(new StatusReport([.. executor.Relays.Select(RelayWire.Write)]));
        }

        var now = new DrainState(drain.IsOn, drain.IsOn && drain.Sessions == 0);
        if (now != _reported)
        {
            _reported = now;
            link.TrySend(now);
        }

        if (link.Silence > NodeTimings.LinkTimeout)
        {
            link.Abort();
        }
    }
}
