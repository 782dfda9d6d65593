using ConsultCluster.Contracts.Nodes;
using ConsultCluster.Domain;
using ConsultCluster.Relay;

namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>One link of a relay node, from announcing itself to its end.</summary>
internal sealed class NodeSession(
    NodeLink link, OrderDesk desk, ObservedGroups observed, EventOutlet outlet, DrainSwitch drain, Action<Doors> heard, TimeProvider clock)
{
    /// <summary>Slots in one <see cref="Held"/>, each session counting as one more: keeps it to some hundred kilobytes, so that beats come between.</summary>
    private const int MaxHeldWeight = 1000;

    private readonly BeatTimes _beats = new(clock);
    private volatile bool _isLeaving;
    private DrainState _told = new(false, false);
    private int _ticks;

    /// <summary>The link ended before the control process said anything.</summary>
    public static Refused Lost { get; } = new(NodeRefusals.Silent, "The link ended.");

    /// <summary>This node has said goodbye.</summary>
    public bool IsLeaving => _isLeaving;

    /// <summary>Says who this is and what it holds; null when the control process has listed it.</summary>
    public async Task<Refused?> AnnounceAsync(RelayDirectory directory, string region, string instance, CancellationToken stop)
    {
        outlet.Hold();
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

            _told = new DrainState(drain.IsOn, false);
            var home = directory.Home;
            var announce = new Announce(home.Node, instance, home.Machine, region, drain.IsOn, [.. directory.Own.Select(Announced)]);
            outlet.Attach(link, [announce, .. Chunks(held)]);
        }
        catch
        {
            outlet.Detach();
            throw;
        }

        using var limit = new CancellationTokenSource(NodeTimes.Handshake, clock);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        var read = await link.ReadAsync(stopping.Token);
        if (read.Message is Joined)
        {
            return null;
        }

        outlet.Detach();
        return read.Message as Refused ?? read.Fault ?? Lost;
    }

    /// <summary>Until the link ends; gives what was wrong with it, if anything was.</summary>
    public async Task<Refused?> HearAsync(CancellationToken stop)
    {
        await using var ticks = clock.CreateTimer(_ => Tick(), null, TimeSpan.Zero, NodeTimes.Beat);
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

                if (read.Fault is { } fault || (fault = Hear(read.Message!)) is not null)
                {
                    await link.CloseAsync(fault);
                    return fault;
                }
            }
        }
        finally
        {
            outlet.Detach();
        }
    }

    /// <summary>Says goodbye: whatever is still here ends now.</summary>
    public async Task LeaveAsync()
    {
        _isLeaving = true;
        await link.EndAsync(new Leaving());
    }

    private static AnnouncedRelay Announced(UdpRelay relay) => new(relay.Id.Value, LinkWire.Write(relay.Addresses), RelayWire.Write(relay));

    private static IEnumerable<Held> Chunks(List<HeldSessionDto> sessions)
    {
        var chunk = new List<HeldSessionDto>();
        var weight = 0;
        foreach (var session in sessions)
        {
            chunk.Add(session);
            weight += 1 + session.Slots.Count;
            if (weight >= MaxHeldWeight)
            {
                yield return new Held(chunk, false);
                chunk = [];
                weight = 0;
            }
        }

        yield return new Held(chunk, true);
    }

    private Refused? Hear(NodeMessage message)
    {
        var isSense = true;
        switch (message)
        {
            case Beat:
                break;
            case Doors doors:
                heard(doors);
                break;
            case Drain order:
                drain.Order(order.IsOn);
                break;
            case OrderMessage order:
                isSense = desk.TryCarryOut(order, _beats, link);
                break;
            case Observe wish when desk.Find(wish.RelayId) is { } relay && GroupId.TryParse(wish.GroupId, out var group):
                observed.Observe(relay, group, wish.IsWanted);
                break;
            default:
                isSense = false;
                break;
        }

        return isSense
            ? null
            : new Refused(NodeRefusals.Malformed, $"A message ({message.GetType().Name}) said what it must not. Both ends must be ConsultCluster of the same version.");
    }

    /// <summary>Every 100 ms: this node lives, how it is, and whether the other end is still there.</summary>
    private void Tick()
    {
        link.TrySend(new Beat(_beats.Next()));
        if (_ticks++ % (int)(NodeTimes.Status / NodeTimes.Beat) == 0)
        {
            link.TrySend(new StatusReport([.. desk.Relays.Select(RelayWire.Write)]));
        }

        var now = new DrainState(drain.IsOn, drain.IsOn && drain.Sessions == 0);
        if (now != _told)
        {
            _told = now;
            link.TrySend(now);
        }

        if (link.Silence > NodeTimes.LinkTimeout)
        {
            link.Abort();
        }
    }
}
