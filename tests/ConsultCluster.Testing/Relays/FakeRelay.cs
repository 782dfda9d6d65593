using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Testing.Relays;

/// <summary>
/// A relay without sockets: keeps what it was ordered, answers every offer with a made-up description, and reports what the
/// test tells it to. Refuses older epochs as a real one must.
/// </summary>
public sealed class FakeRelay(string id = "relay-1") : IRelay
{
    private const double Capacity = 200_000;

    private readonly ConcurrentDictionary<(GroupId Group, TerminalId Terminal), SessionOrder> _sessions = new();
    private readonly ConcurrentDictionary<GroupId, long> _epochs = new();
    private readonly ConcurrentDictionary<GroupId, IRelayObserver> _observers = new();
    private readonly OrderLog _orders = new();
    private readonly ConcurrentDictionary<RelayId, LinkOrder> _links = new();
    private readonly ConcurrentDictionary<RelayId, LinkState> _linkStates = new();
    private readonly ConcurrentDictionary<RelayId, (double RoundTripMs, double LossPercent)> _measured = new();
    private readonly ConcurrentDictionary<GroupId, CascadeOrder> _cascades = new();
    private ImmutableArray<ILinkObserver> _linkObservers = [];
    private ImmutableArray<GroupId?> _questions = [];

    /// <inheritdoc/>
    public RelayId Id { get; } = new(id);

    /// <inheritdoc/>
    public RelayLoad Load => new(_sessions.Count + ExtraSessions, Share * Capacity, Share, 1e6 / Capacity, Capacity);

    /// <inheritdoc/>
    public ImmutableArray<IPEndPoint> Addresses { get; init; } = [new(IPAddress.Loopback, 7000)];

    /// <inheritdoc/>
    public IReadOnlyList<LinkReport> Links =>
        ReportsLinks ? [.. _links.Values.Select(Report), .. MoreLinks] : [];

    /// <summary>False before a process that has just come hears the first report.</summary>
    public bool ReportsLinks { get; set; } = true;

    /// <summary>Links that it reports besides those that were ordered.</summary>
    public ImmutableArray<LinkReport> MoreLinks { get; init; } = [];

    /// <inheritdoc/>
    public ProbeTicket ProbeTicket { get; init; } = new("probe", "password-of-the-probe-00");

    /// <summary>Sessions of others that the load shows besides the real ones.</summary>
    public int ExtraSessions { get; set; }

    /// <summary>What the load shows, 0 to 1.</summary>
    public double Share { get; set; }

    /// <summary>When set, every offer is refused with it.</summary>
    public Refusal? RefuseOffers { get; set; }

    /// <summary>While it is not done, offers are answered no earlier: the relay hangs, and answers late.</summary>
    public Task AnswersOffers { get; set; } = Task.CompletedTask;

    /// <summary>While it is not done, questions for its sessions are answered no earlier.</summary>
    public Task AnswersQuestions { get; set; } = Task.CompletedTask;

    /// <summary>Questions for its sessions, in their sequence: of one group, or null for those of all.</summary>
    public ImmutableArray<GroupId?> Questions => _questions;

    /// <summary>Every order in its sequence, as one short line each: <c>open g t</c>, <c>mute g t Camera,Microphone</c>, <c>close g t</c>, <c>closeGroup g</c>,
    /// <c>activate g t</c>, <c>link r generation</c>, <c>unlink r generation</c>, <c>cascade g r,r</c>.</summary>
    public ImmutableArray<string> Orders => _orders.Lines;

    /// <summary>Done when that order has been given that often.</summary>
    public Task OrderedAsync(string line, int times = 1) => _orders.WaitAsync(line, times);

    /// <summary>The newest order for a session; null when there is no such session.</summary>
    public SessionOrder? Session(GroupId group, TerminalId terminal) => _sessions.GetValueOrDefault((group, terminal));

    /// <summary>The newest order for a link; null when there is none.</summary>
    public LinkOrder? Link(RelayId peer) => _links.GetValueOrDefault(peer);

    /// <summary>The newest order for a group's cascade; null when there is none.</summary>
    public CascadeOrder? Cascade(GroupId group) => _cascades.GetValueOrDefault(group);

    /// <summary>Sessions of a group.</summary>
    public ImmutableArray<TerminalId> Sessions(GroupId group) =>
        [.. _sessions.Keys.Where(k => k.Group == group).Select(k => k.Terminal)];

    /// <summary>True while somebody listens to its links.</summary>
    public bool AreLinksObserved => !_linkObservers.IsEmpty;

    /// <summary>True while somebody listens to this group's sessions.</summary>
    public bool IsObserved(GroupId group) => _observers.ContainsKey(group);

    /// <summary>Forgets everything, as a restarted process does.</summary>
    public void Restart()
    {
        _sessions.Clear();
        _epochs.Clear();
        _observers.Clear();
        _links.Clear();
        _linkStates.Clear();
        _measured.Clear();
        _cascades.Clear();
        _linkObservers = [];
    }

    /// <summary>Its link to that relay, as soon as it is ordered one, works and measures this.</summary>
    public void MeasureLink(RelayId peer, double roundTripMs, double lossPercent = 0)
    {
        _measured[peer] = (roundTripMs, lossPercent);
        _linkStates[peer] = LinkState.Up;
    }

    /// <summary>Reports a link that works.</summary>
    public void ReportLinkBack(RelayId peer)
    {
        _linkStates[peer] = LinkState.Up;
        TellOfLinks(observer => observer.OnLinkUp(peer));
    }

    /// <summary>Reports a link without heartbeats.</summary>
    public void ReportLinkSilent(RelayId peer)
    {
        _linkStates[peer] = LinkState.Silent;
        TellOfLinks(observer => observer.OnLinkSilent(peer));
    }

    /// <summary>Reports that media flows, or no longer.</summary>
    public void ReportMedia(GroupId group, TerminalId terminal, bool sends, bool receives) =>
        Observer(group)?.OnMedia(terminal, sends, receives);

    /// <summary>Reports a measurement.</summary>
    public void ReportQuality(GroupId group, TerminalId terminal, QualityReport report) =>
        Observer(group)?.OnQuality(terminal, report);

    /// <summary>Reports filled slots.</summary>
    public void ReportSlots(GroupId group, TerminalId terminal, params SlotAssignment[] slots) =>
        Observer(group)?.OnSlots(terminal, slots, []);

    /// <summary>Reports what a terminal cannot decode.</summary>
    public void ReportUndecodable(GroupId group, TerminalId terminal, params UndecodableSource[] sources) =>
        Observer(group)?.OnSlots(terminal, [], [.. sources]);

    /// <summary>Ends a session by itself.</summary>
    public void LoseSession(GroupId group, TerminalId terminal, string reason)
    {
        _sessions.TryRemove((group, terminal), out _);
        Observer(group)?.OnGone(terminal, reason);
    }

    /// <inheritdoc/>
    public async Task<Outcome<MediaAnswer>> OpenSessionAsync(SessionOrder order)
    {
        _orders.Add($"open {order.Group} {order.Terminal}");
        await AnswersOffers.ConfigureAwait(false);
        if (IsStale(order.Group, order.Epoch))
        {
            return Outcome<MediaAnswer>.Refuse(RefusalCodes.RelayStaleEpoch, "A newer epoch of the group gives the orders.");
        }

        if (RefuseOffers is { } refusal)
        {
            return refusal;
        }

        _sessions[(order.Group, order.Terminal)] = order;
        return new MediaAnswer($"answer to {order.Offer.Sdp}", Id);
    }

    /// <inheritdoc/>
    public Task<Outcome> ActivateSessionAsync(GroupId group, long epoch, TerminalId terminal)
    {
        _orders.Add($"activate {group} {terminal}");
        if (IsStale(group, epoch))
        {
            return Stale;
        }

        if (!_sessions.TryGetValue((group, terminal), out var session))
        {
            return Task.FromResult(Outcome.Refuse(RefusalCodes.MemberUnknown, "The terminal has no session on this relay."));
        }

        _sessions[(group, terminal)] = session with { IsStandby = false };
        return Task.FromResult(Outcome.Done);
    }

    /// <inheritdoc/>
    public Task<Outcome> SetMutedAsync(GroupId group, long epoch, TerminalId terminal, IReadOnlySet<MediaSource> muted) =>
        Ordered(group, epoch, $"mute {group} {terminal} {string.Join(',', muted.Order())}", () =>
        {
            if (_sessions.TryGetValue((group, terminal), out var session))
            {
                _sessions[(group, terminal)] = session with { Muted = [.. muted] };
            }
        });

    /// <inheritdoc/>
    public Task<Outcome> CloseSessionAsync(GroupId group, long epoch, TerminalId terminal) =>
        Ordered(group, epoch, $"close {group} {terminal}", () => _sessions.TryRemove((group, terminal), out _));

    /// <inheritdoc/>
    public Task<Outcome> CloseSessionAsync(GroupId group, long epoch, TerminalId terminal, long generation) =>
        Ordered(group, epoch, $"close {group} {terminal}", () =>
        {
            if (_sessions.TryGetValue((group, terminal), out var session) && session.Generation <= generation)
            {
                _sessions.TryRemove((group, terminal), out _);
            }
        });

    /// <inheritdoc/>
    public Task<Outcome> CloseGroupAsync(GroupId group, long epoch) =>
        Ordered(group, epoch, $"closeGroup {group}", () =>
        {
            foreach (var key in _sessions.Keys.Where(k => k.Group == group))
            {
                _sessions.TryRemove(key, out _);
            }

            _cascades.TryRemove(group, out _);
        });

    /// <inheritdoc/>
    public Task<Outcome> SetLinkAsync(LinkOrder order)
    {
        _orders.Add($"link {order.Peer} {order.Generation}");
        if (_links.TryGetValue(order.Peer, out var link) && link.Generation > order.Generation)
        {
            return Stale;
        }

        _links[order.Peer] = order;
        return Task.FromResult(Outcome.Done);
    }

    /// <inheritdoc/>
    public Task<Outcome> RemoveLinkAsync(RelayId peer, long generation)
    {
        _orders.Add($"unlink {peer} {generation}");
        if (_links.TryGetValue(peer, out var link) && link.Generation > generation)
        {
            return Stale;
        }

        _links.TryRemove(peer, out _);
        _linkStates.TryRemove(peer, out _);
        return Task.FromResult(Outcome.Done);
    }

    /// <inheritdoc/>
    public Task<Outcome> SetCascadeAsync(CascadeOrder order) =>
        Ordered(order.Group, order.Epoch, $"cascade {order.Group} {string.Join(',', order.Peers)}", () => _cascades[order.Group] = order);

    /// <inheritdoc/>
    public void ObserveLinks(ILinkObserver observer) =>
        ImmutableInterlocked.Update(ref _linkObservers, static (observers, added) => observers.Add(added), observer);

    /// <inheritdoc/>
    public void UnobserveLinks(ILinkObserver observer) =>
        ImmutableInterlocked.Update(ref _linkObservers, static (observers, removed) => observers.Remove(removed), observer);

    /// <inheritdoc/>
    public async Task<Outcome<IReadOnlyList<HeldSession>>> ListSessionsAsync(GroupId? group)
    {
        ImmutableInterlocked.Update(ref _questions, static (questions, added) => questions.Add(added), group);
        await AnswersQuestions.ConfigureAwait(false);
        return new Outcome<IReadOnlyList<HeldSession>>(
            [
                .. _sessions
                    .Where(s => group is null || s.Key.Group == group)
                    .Select(s => new HeldSession(s.Key.Group, _epochs.GetValueOrDefault(s.Key.Group), s.Key.Terminal, s.Value.IsStandby)),
            ],
            null);
    }

    /// <inheritdoc/>
    public void Observe(GroupId group, IRelayObserver observer) => _observers[group] = observer;

    /// <inheritdoc/>
    public void Unobserve(GroupId group, IRelayObserver observer) => _observers.TryRemove(KeyValuePair.Create(group, observer));

    private static Task<Outcome> Stale { get; } =
        Task.FromResult(Outcome.Refuse(RefusalCodes.RelayStaleEpoch, "A newer epoch of the group gives the orders."));

    private void TellOfLinks(Action<ILinkObserver> tell)
    {
        foreach (var observer in _linkObservers)
        {
            tell(observer);
        }
    }

    private LinkReport Report(LinkOrder link)
    {
        var isMeasured = _measured.TryGetValue(link.Peer, out var measured);
        return new LinkReport(
            link.Peer, _linkStates.GetValueOrDefault(link.Peer), link.Generation, isMeasured ? measured.RoundTripMs : null, measured.LossPercent, null, 0, 0);
    }

    private IRelayObserver? Observer(GroupId group) => _observers.GetValueOrDefault(group);

    private Task<Outcome> Ordered(GroupId group, long epoch, string line, Action act)
    {
        var isStale = IsStale(group, epoch);
        if (!isStale)
        {
            act();
        }

        // Whoever waits for the order finds what it did.
        _orders.Add(line);
        return isStale ? Stale : Task.FromResult(Outcome.Done);
    }

    private bool IsStale(GroupId group, long epoch) => _epochs.AddOrUpdate(group, epoch, (_, seen) => Math.Max(seen, epoch)) > epoch;
}
