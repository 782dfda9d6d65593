using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Contracts.Nodes;
using ConsultCluster.Contracts.Nodes.Events;
using ConsultCluster.Contracts.Nodes.Orders;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Server.Wire;

namespace ConsultCluster.Server.Nodes.Control;

/// <summary>A relay of another process: orders go over its node's link, events come back over it. Without a link orders are refused.</summary>
internal sealed class RemoteRelay(RelayId id, ILogger logger) : IRelay
{
    private readonly RemoteSessions _sessions = new(logger);
    private volatile NodeOrders? _orders;
    private readonly OwedOrders _owed = new();
    private readonly RemoteLinks _links = new(logger);
    private volatile StrongBox _load = new(default);

    public RelayId Id => id;

    public RelayLoad Load => _load.Value;

    public ImmutableArray<IPEndPoint> Addresses { get; private set; } = [];

    public ProbeTicket ProbeTicket { get; private set; } = new(string.Empty, string.Empty);

    public IReadOnlyList<LinkReport> Links => _links.Reports;

    public async Task<Outcome<MediaAnswer>> OpenSessionAsync(SessionOrder order)
    {
        _owed.Settle(order.Group, order.Terminal);
        _owed.Settle(order.Group, null);
        var outcome = await AskAsync<SessionAnswer>(RelayWire.Write(order));
        if (!outcome.Succeeded)
        {
            return outcome.Refusal;
        }

        _sessions.Opened(order.Group, order.Terminal);
        return new MediaAnswer(outcome.Value.Sdp, id);
    }

    public Task<Outcome> ActivateSessionAsync(GroupId group, long epoch, TerminalId terminal) =>
        DoAsync(new ActivateSession(group.Value, epoch, terminal.Value));

    public Task<Outcome> SetMutedAsync(GroupId group, long epoch, TerminalId terminal, IReadOnlySet<MediaSource> muted) =>
        DoOrOweAsync(group, terminal, new SetMuted(group.Value, epoch, terminal.Value, GroupMapping.Sources(muted)));

    public Task<Outcome> CloseSessionAsync(GroupId group, long epoch, TerminalId terminal)
    {
        _sessions.Closed(group, terminal);
        return DoOrOweAsync(group, terminal, new CloseSession(group.Value, epoch, terminal.Value));
    }

    public Task<Outcome> CloseGroupAsync(GroupId group, long epoch)
    {
        _sessions.Closed(group);
        return DoOrOweAsync(group, null, new CloseGroup(group.Value, epoch));
    }

    public Task<Outcome> SetLinkAsync(LinkOrder order) => DoAsync(LinkWire.Write(order));

    public Task<Outcome> RemoveLinkAsync(RelayId peer, long generation) => DoAsync(new RemoveLink(peer.Value, generation));

    public Task<Outcome> SetCascadeAsync(CascadeOrder order) => DoAsync(LinkWire.Write(order));

    public void ObserveLinks(ILinkObserver observer) => _links.Observe(observer);

    public void UnobserveLinks(ILinkObserver observer) => _links.Unobserve(observer);

    public async Task<Outcome<IReadOnlyList<HeldSession>>> ListSessionsAsync(GroupId? group)
    {
        var outcome = await AskAsync<SessionList>(new ListSessions(group?.Value));
        if (!outcome.Succeeded)
        {
            return outcome.Refusal;
        }

        var sessions = new List<HeldSession>(outcome.Value.Sessions.Count);
        foreach (var session in outcome.Value.Sessions)
        {
            if (session is null || !RelayWire.TryRead(session.GroupId, session.TerminalId, out var held, out var terminal))
            {
                return NonsenseAnswer;
            }

            sessions.Add(new HeldSession(held, session.Epoch, terminal, session.IsStandby));
        }

        return new Outcome<IReadOnlyList<HeldSession>>(sessions, null);
    }

    public void Observe(GroupId group, IRelayObserver observer)
    {
        // In this order, and the other way round in Attach, so that a link that comes meanwhile cannot miss it.
        _sessions.Observe(group, observer);
        _orders?.Tell(new Observe(id.Value, group.Value, true));
    }

    public void Unobserve(GroupId group, IRelayObserver observer)
    {
        if (_sessions.TryUnobserve(group, observer))
        {
            _orders?.Tell(new Observe(id.Value, group.Value, false));
        }
    }

    /// <summary>A link is there, and the node said what this relay holds. Observers are told what became of their sessions meanwhile.</summary>
    public void Attach(NodeOrders orders, AnnouncedEntry announced)
    {
        Addresses = announced.Addresses;
        TryHear(announced.Status);
        _orders = orders;
        foreach (var group in _sessions.Observed)
        {
            orders.Tell(new Observe(id.Value, group.Value, true));
        }

        foreach (var (group, terminal, order) in _owed.Take(announced.Sessions.Keys))
        {
            _ = DoOrOweAsync(group, terminal, order);
        }

        _sessions.Replace(announced.Sessions, "the relay lost it while it was out of reach");
        _links.TellAll();
    }

    /// <summary>The link is gone; sessions may run on.</summary>
    public void Detach() => _orders = null;

    /// <summary>The node has ended, and every session with it.</summary>
    public void End(string reason) => _sessions.Replace(ImmutableDictionary<(GroupId, TerminalId), SessionMirror>.Empty, reason);

    public bool TryHear(RelayStatus status)
    {
        if (LinkWire.Read(status.Links) is not { } links || status.Probe is not { UserFragment.Length: > 0, Password.Length: > 0 } probe)
        {
            return false;
        }

        _load = new StrongBox(RelayWire.Read(status));
        ProbeTicket = new ProbeTicket(probe.UserFragment, probe.Password);
        _links.Replace(links);
        return true;
    }

    public bool TryHear(LinkEvent happened)
    {
        if (!RelayId.TryParse(happened.PeerId, out var peer))
        {
            return false;
        }

        _links.Tell(peer, happened.IsBack);
        return true;
    }

    public bool TryHear(EventMessage message)
    {
        if (!RelayWire.TryRead(message.GroupId, message.TerminalId, out var group, out var terminal))
        {
            return false;
        }

        switch (message.Event)
        {
            case MediaEvent media:
                _sessions.Media(group, terminal, media.Sends, media.Receives);
                return true;
            case SlotsEvent slots when RelayWire.Read(slots.Slots) is { } assignments:
                _sessions.Slots(group, terminal, assignments);
                return true;
            case QualityEvent quality when RelayWire.Read(quality.Quality) is { } report:
                _sessions.Quality(group, terminal, report);
                return true;
            case GoneEvent gone:
                _sessions.Gone(group, terminal, gone.Reason);
                return true;
            default:
                return false;
        }
    }

    private async Task<Outcome> DoAsync(RelayOrder order) =>
        _orders is { } orders ? new Outcome((await orders.AskAsync(id, order)).Refusal) : NodeOrders.Unreachable;

    /// <summary>Gives an order that must not be lost; when it does not get through, it is given again with the next link.</summary>
    private async Task<Outcome> DoOrOweAsync(GroupId group, TerminalId? terminal, RelayOrder order)
    {
        _owed.Settle(group, terminal);
        var outcome = await DoAsync(order);
        if (outcome.Refusal?.Code is RefusalCodes.RelayUnavailable or NodeRefusals.StaleOrder)
        {
            _owed.Owe(group, terminal, order);
        }

        return outcome;
    }

    private async Task<Outcome<T>> AskAsync<T>(RelayOrder order)
        where T : OrderResult
    {
        if (_orders is not { } orders)
        {
            return NodeOrders.Unreachable;
        }

        var outcome = await orders.AskAsync(id, order);
        return outcome.Refusal is { } refusal
            ? refusal
            : outcome.Value is T value ? value : NonsenseAnswer;
    }

    private static Refusal NonsenseAnswer { get; } =
        new(RefusalCodes.RelayUnavailable, "The relay's node gave another answer than it was asked for. Update it.");

    /// <summary>A load that is replaced whole.</summary>
    private sealed class StrongBox(RelayLoad value)
    {
        public RelayLoad Value => value;
    }
}
