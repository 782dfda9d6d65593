using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Events;
using ConsultCluster.Relay.Remote.Messages.Orders;
using ConsultCluster.Relay.Remote.Wire;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>A relay of another process. Orders and events travel over its node's link; without a link orders are refused.</summary>
internal sealed class RemoteRelay(RelayId id, ILogger logger) : IRelay
{
    private readonly RemoteSessions _sessions = new(logger);
    private volatile NodeOrders? _orders;
    private readonly PendingOrders _pending = new();
    private readonly RemoteLinks _links = new(logger);
    private volatile StrongBox _load = new(default);
    private LoadBelief? _belief;
    private string? _fingerprint;

    public RelayId Id => id;

    /// <summary>Of a relay node as far as it is believed.</summary>
    public RelayLoad Load => _belief is { } belief ? belief.Of(_load.Value, _sessions.Count) : _load.Value;

    public ImmutableArray<IPEndPoint> Addresses { get; private set; } = [];

    public ProbeTicket ProbeTicket { get; private set; } = new(string.Empty, string.Empty);

    public IReadOnlyList<LinkReport> Links => _links.Reports;

    public async Task<Outcome<MediaAnswer>> OpenSessionAsync(SessionOrder order)
    {
        _pending.Remove(order.Group, order.Terminal);
        _pending.Remove(order.Group, null);
        var outcome = await SendAsync<SessionAnswer>(RelayWire.Write(order));
        if (!outcome.Succeeded)
        {
            return outcome.Refusal;
        }

        if (_fingerprint is { } vouched && !SdpFingerprint.IsOnly(outcome.Value.Sdp, vouched))
        {
            NodeLog.WrongFingerprint(logger, id);
            _orders?.EndLink(new Refused(
                NodeRefusals.WrongFingerprint, $"Relay {id} answered a terminal with another certificate than the node's key vouched for. Restart the node; if it happens again, revoke it."));
            return NodeOrders.Unreachable;
        }

        _sessions.Opened(order.Group, order.Terminal);
        return new MediaAnswer(outcome.Value.Sdp, id);
    }

    public Task<Outcome> ActivateSessionAsync(GroupId group, long epoch, TerminalId terminal) =>
        SendAsync(new ActivateSession(group.Value, epoch, terminal.Value));

    public Task<Outcome> SetMutedAsync(GroupId group, long epoch, TerminalId terminal, IReadOnlySet<MediaSource> muted) =>
        SendOrKeepAsync(group, terminal, new SetMuted(group.Value, epoch, terminal.Value, RelayWire.Words(muted)));

    public Task<Outcome> CloseSessionAsync(GroupId group, long epoch, TerminalId terminal) => CloseSessionAsync(group, epoch, terminal, generation: 0);

    public Task<Outcome> CloseSessionAsync(GroupId group, long epoch, TerminalId terminal, long generation)
    {
        _sessions.Closed(group, terminal);
        return SendOrKeepAsync(group, terminal, new CloseSession(group.Value, epoch, terminal.Value, generation));
    }

    public Task<Outcome> CloseGroupAsync(GroupId group, long epoch)
    {
        _sessions.Closed(group);
        return SendOrKeepAsync(group, null, new CloseGroup(group.Value, epoch));
    }

    public Task<Outcome> SetLinkAsync(LinkOrder order) => SendAsync(LinkWire.Write(order));

    public Task<Outcome> RemoveLinkAsync(RelayId peer, long generation) => SendAsync(new RemoveLink(peer.Value, generation));

    public Task<Outcome> SetCascadeAsync(CascadeOrder order) => SendAsync(LinkWire.Write(order));

    public void ObserveLinks(ILinkObserver observer) => _links.Observe(observer);

    public void UnobserveLinks(ILinkObserver observer) => _links.Unobserve(observer);

    public async Task<Outcome<IReadOnlyList<HeldSession>>> ListSessionsAsync(GroupId? group)
    {
        var outcome = await SendAsync<SessionList>(new ListSessions(group?.Value));
        if (!outcome.Succeeded)
        {
            return outcome.Refusal;
        }

        var sessions = new List<HeldSession>(outcome.Value.Sessions.Count);
        foreach (var session in outcome.Value.Sessions)
        {
            if (session is null || !RelayWire.TryRead(session.GroupId, session.TerminalId, out var held, out var terminal))
            {
                return UnexpectedAnswer;
            }

            sessions.Add(new HeldSession(held, session.Epoch, terminal, session.IsStandby));
        }

        return new Outcome<IReadOnlyList<HeldSession>>(sessions, null);
    }

    public void Observe(GroupId group, IRelayObserver observer)
    {
        // The reverse order of Attach, so a link that is attached concurrently cannot miss the observer.
        _sessions.Observe(group, observer);
        _orders?.Notify(new Observe(id.Value, group.Value, true));
    }

    public void Unobserve(GroupId group, IRelayObserver observer)
    {
        if (_sessions.TryUnobserve(group, observer))
        {
            _orders?.Notify(new Observe(id.Value, group.Value, false));
        }
    }

    /// <summary>Attaches a new link and the list of sessions that the relay holds. Notifies observers of what changed meanwhile.</summary>
    /// <param name="belief">Null for a server's relay, which is believed.</param>
    /// <param name="fingerprint">The certificate that the node's key vouches for; null for a server's relay.</param>
    public void Attach(NodeOrders orders, AnnouncedEntry announced, LoadBelief? belief, string? fingerprint)
    {
        (_belief, _fingerprint) = (belief, fingerprint);
        Addresses = announced.Addresses;
        TryReceive(announced.Status);
        _orders = orders;
        foreach (var group in _sessions.Observed)
        {
            orders.Notify(new Observe(id.Value, group.Value, true));
        }

        foreach (var (group, terminal, order) in _pending.TakeHeld(announced.Sessions.Keys))
        {
            _ = SendOrKeepAsync(group, terminal, order);
        }

        _sessions.Replace(announced.Sessions, "the relay lost it while it was disconnected");
        _links.NotifyAll();
    }

    /// <summary>The link is lost; sessions may go on.</summary>
    public void Detach() => _orders = null;

    /// <summary>The node has ended with all its sessions.</summary>
    public void End(string reason) => _sessions.Replace(ImmutableDictionary<(GroupId, TerminalId), SessionMirror>.Empty, reason);

    public bool TryReceive(RelayStatus status)
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

    public bool TryReceive(LinkEvent happened)
    {
        if (!RelayId.TryParse(happened.PeerId, out var peer))
        {
            return false;
        }

        _links.Notify(peer, happened.IsUp);
        return true;
    }

    public bool TryReceive(EventMessage message)
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
            case SlotsEvent slots when RelayWire.Read(slots.Slots) is { } assignments && RelayWire.Read(slots.Undecodable) is { } undecodable:
                _sessions.Slots(group, terminal, assignments, undecodable);
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

    private async Task<Outcome> SendAsync(RelayOrder order) =>
        _orders is { } orders ? new Outcome((await orders.SendAsync(id, order)).Refusal) : NodeOrders.Unreachable;

    /// <summary>Sends an order that must not be lost; one that fails is sent again over the next link.</summary>
    private async Task<Outcome> SendOrKeepAsync(GroupId group, TerminalId? terminal, RelayOrder order)
    {
        _pending.Remove(group, terminal);
        var outcome = await SendAsync(order);
        if (outcome.Refusal?.Code is RefusalCodes.RelayUnavailable or NodeRefusals.StaleOrder)
        {
            _pending.Add(group, terminal, order);
        }

        return outcome;
    }

    private async Task<Outcome<T>> SendAsync<T>(RelayOrder order)
        where T : OrderResult
    {
        if (_orders is not { } orders)
        {
            return NodeOrders.Unreachable;
        }

        var outcome = await orders.SendAsync(id, order);
        return outcome.Refusal is { } refusal
            ? refusal
            : outcome.Value is T value ? value : UnexpectedAnswer;
    }

    private static Refusal UnexpectedAnswer { get; } =
        new(RefusalCodes.RelayUnavailable, "The relay's node gave an unexpected answer. Update it.");

    /// <summary>Makes replacing the load atomic.</summary>
    private sealed class StrongBox(RelayLoad value)
    {
        public RelayLoad Value => value;
    }
}
