using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Media;
using ConsultCluster.Media.Cascade;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Ports.Relays;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Relay.Orders;

/// <summary>Executes the groups' orders on the core. Only for the relay's thread.</summary>
internal sealed class RelayOrders(
    RelayId relay,
    RelayCore core,
    RelayRegister register,
    LinkOrders links,
    IDatagramSink sink,
    ImmutableArray<TransportAddress> candidates,
    ILogger logger)
{
    public Outcome<MediaAnswer> Open(SessionOrder order, MonoTime now)
    {
        var group = register.Group(order.Group);
        if (Stale(group, order.Epoch) is { } stale)
        {
            return stale;
        }

        if (order.Generation < group.Generations.GetValueOrDefault(order.Terminal))
        {
            RelayLog.StaleGeneration(logger, order.Group, order.Terminal, order.Generation);
            return new Refusal(
                RefusalCodes.RelayStaleEpoch, "The terminal has a newer session on this relay, so this order is stale. Read its state again and retry.");
        }

        var isNew = !group.Sessions.ContainsKey(order.Terminal);
        var key = register.GetOrAdd(group, order.Terminal);
        var grant = new SessionGrant(
            MayPublish: order.Permissions.HasFlag(Permissions.Publish),
            MaySubscribe: order.Permissions.HasFlag(Permissions.Subscribe),
            MayShareScreen: order.Permissions.HasFlag(Permissions.ShareScreen));
        var sources = order.Offer.Sources.ToDictionary(pair => pair.Key, pair => pair.Value.ToTrack(), StringComparer.Ordinal);
        if (!core.TryOpenSession(
            key,
            group.Router,
            grant,
            order.Offer.Sdp,
            sources,
            candidates,
            now,
            out var answer,
            out var refusal,
            order.Terminal.Value,
            order.IsStandby))
        {
            if (isNew)
            {
                register.Remove(key);
            }

            var reason = SdpRefusals.Of(refusal);
            RelayLog.OfferRefused(logger, order.Group, order.Terminal, reason.Code);
            return reason;
        }

        if (order.Offer.IsAllOrNothing && SdpRefusals.OfParts(order.Offer.Sdp, answer, core.FitOf(key)) is { } unfit)
        {
            core.CloseSession(key, now, sink);
            register.Remove(key);
            RelayLog.OfferRefused(logger, order.Group, order.Terminal, unfit.Code);
            return unfit;
        }

        if (order.Generation > 0)
        {
            group.Generations[order.Terminal] = order.Generation;
        }

        Mute(key, order.Muted, now);
        RelayLog.SessionOpened(logger, order.Group, order.Terminal);
        return new MediaAnswer(answer, relay);
    }

    public Outcome Activate(GroupId groupId, long epoch, TerminalId terminal, MonoTime now)
    {
        var group = register.Group(groupId);
        if (Stale(group, epoch) is { } stale)
        {
            return stale;
        }

        if (!group.Sessions.TryGetValue(terminal, out var key) || !core.TryActivateSession(key, now))
        {
            return new Refusal(RefusalCodes.MemberUnknown, "The terminal has no session on this relay. The terminal must offer again.");
        }

        RelayLog.SessionActivated(logger, groupId, terminal);
        return Outcome.Done;
    }

    public Outcome SetCascade(CascadeOrder order)
    {
        var group = register.Group(order.Group);
        if (Stale(group, order.Epoch) is { } stale)
        {
            return stale;
        }

        // The list of peers may include this relay, so callers can pass all relays of the group.
        var peers = order.Peers.Where(peer => peer != relay).Distinct().Select(links.KeyOf).ToImmutableArray();
        core.Cascade.SetGroup(group.Router, new GroupCascade(
            order.Group.Value, peers, [.. order.Routes.Select(route => (links.KeyOf(route.From), links.KeyOf(route.To)))]));
        register.SetCascaded(group, isCascaded: !peers.IsEmpty);
        return Outcome.Done;
    }

    public Outcome SetMuted(GroupId groupId, long epoch, TerminalId terminal, IReadOnlySet<MediaSource> muted, MonoTime now)
    {
        var group = register.Group(groupId);
        if (Stale(group, epoch) is { } stale)
        {
            return stale;
        }

        if (group.Sessions.TryGetValue(terminal, out var key))
        {
            Mute(key, muted, now);
        }

        return Outcome.Done;
    }

    /// <param name="generation">Newest generation to close; a newer session stays.</param>
    public Outcome Close(GroupId groupId, long epoch, TerminalId terminal, long generation, MonoTime now)
    {
        var group = register.Group(groupId);
        if (Stale(group, epoch) is { } stale)
        {
            return stale;
        }

        if (group.Generations.GetValueOrDefault(terminal) > generation)
        {
            RelayLog.StaleGeneration(logger, groupId, terminal, generation);
            return Outcome.Done;
        }

        if (group.Sessions.TryGetValue(terminal, out var key))
        {
            core.CloseSession(key, now, sink);
            register.Remove(key);
        }

        return Outcome.Done;
    }

    public Outcome CloseGroup(GroupId groupId, long epoch, MonoTime now)
    {
        var group = register.Group(groupId);
        if (Stale(group, epoch) is { } stale)
        {
            return stale;
        }

        core.CloseRouter(group.Router, now, sink);
        register.SetCascaded(group, isCascaded: false);
        foreach (var key in group.Sessions.Values.ToArray())
        {
            register.Remove(key);
        }

        return Outcome.Done;
    }

    /// <summary>Ends every session of every group.</summary>
    public Outcome CloseAll(MonoTime now)
    {
        foreach (var group in register.Groups)
        {
            core.CloseRouter(group.Router, now, sink);
        }

        return Outcome.Done;
    }

    /// <summary>Every session of the group, or of all groups when null.</summary>
    public ImmutableArray<HeldSession> Held(GroupId? of) =>
    [
        .. (of is null ? register.Groups : register.Find(of.Value) is { } one ? [one] : []).SelectMany(group => group.Sessions.Select(session =>
            new HeldSession(group.Id, group.Epoch, session.Key, core.IsStandby(session.Value)))),
    ];

    /// <summary>Notifies the group's observer of the current state of its sessions.</summary>
    public Outcome NotifyState(GroupId groupId)
    {
        foreach (var key in register.Find(groupId)?.Sessions.Values ?? Enumerable.Empty<SessionKey>())
        {
            core.RaiseState(key);
        }

        return Outcome.Done;
    }

    private Refusal? Stale(RelayGroup group, long epoch)
    {
        if (epoch < group.Epoch)
        {
            RelayLog.StaleEpoch(logger, group.Id, epoch, group.Epoch);
            return new Refusal(
                RefusalCodes.RelayStaleEpoch,
                "Another process now controls the consultation, so this order is stale. Read its state again and retry.");
        }

        if (epoch > group.Epoch)
        {
            // The group's new activation numbers its sessions from the start.
            group.Generations.Clear();
            group.Epoch = epoch;
        }

        return null;
    }

    private void Mute(SessionKey key, IReadOnlySet<MediaSource> muted, MonoTime now)
    {
        foreach (var source in SourceConversion.All)
        {
            core.SetMuted(key, source.ToTrack(), muted.Contains(source), now);
        }
    }
}
