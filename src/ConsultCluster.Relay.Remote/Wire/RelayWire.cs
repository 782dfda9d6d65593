using System.Collections.Immutable;
using ConsultCluster.Contracts;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Orders;

namespace ConsultCluster.Relay.Remote.Wire;

/// <summary>Converts between the relay port's types and messages; null or false for invalid messages.</summary>
internal static class RelayWire
{
    public static OpenSession Write(SessionOrder order) => new(
        order.Group.Value,
        order.Epoch,
        order.Terminal.Value,
        FlagWords<Permissions>.Write(order.Permissions),
        Words(order.Muted),
        order.Offer.Sdp,
        order.Offer.Sources.ToDictionary(s => s.Key, s => EnumWords<MediaSource>.Write(s.Value), StringComparer.Ordinal),
        order.IsStandby,
        order.Generation,
        order.Offer.IsAllOrNothing);

    public static SessionOrder? Read(OpenSession order)
    {
        var sources = ImmutableDictionary.CreateBuilder<string, MediaSource>(StringComparer.Ordinal);
        foreach (var (mid, word) in order.Sources)
        {
            if (!EnumWords<MediaSource>.TryRead(word, out var source))
            {
                return null;
            }

            sources[mid] = source;
        }

        return TryRead(order.GroupId, order.TerminalId, out var group, out var terminal)
            && FlagWords<Permissions>.TryRead(order.Permissions, out var permissions)
            && Sources(order.Muted) is { } muted
                ? new SessionOrder(
                    group,
                    order.Epoch,
                    terminal,
                    permissions,
                    muted,
                    new MediaOffer(order.Sdp, sources.ToImmutable()) { IsAllOrNothing = order.IsAllOrNothing })
                {
                    IsStandby = order.IsStandby,
                    Generation = order.Generation,
                }
                : null;
    }

    public static bool TryRead(string groupId, string terminalId, out GroupId group, out TerminalId terminal)
    {
        var isGroup = GroupId.TryParse(groupId, out group);
        return TerminalId.TryParse(terminalId, out terminal) && isGroup;
    }

    public static ImmutableSortedSet<MediaSource>? Sources(IReadOnlyList<string> words)
    {
        var sources = ImmutableSortedSet.CreateBuilder<MediaSource>();
        foreach (var word in words)
        {
            if (!EnumWords<MediaSource>.TryRead(word, out var source))
            {
                return null;
            }

            sources.Add(source);
        }

        return sources.ToImmutable();
    }

    public static string[] Words(IEnumerable<MediaSource> sources) => [.. sources.Select(EnumWords<MediaSource>.Write)];

    public static FilledSlot[] Write(IReadOnlyList<SlotAssignment> slots) =>
        [.. slots.Select(s => new FilledSlot(s.Mid, s.Publisher?.Value, s.Source is { } source ? EnumWords<MediaSource>.Write(source) : null))];

    public static IReadOnlyList<SlotAssignment>? Read(IReadOnlyList<FilledSlot> slots)
    {
        var read = new List<SlotAssignment>(slots.Count);
        foreach (var slot in slots)
        {
            if (slot is null)
            {
                return null;
            }

            TerminalId? publisher = null;
            MediaSource? source = null;
            if (slot.TerminalId is not null)
            {
                if (!TerminalId.TryParse(slot.TerminalId, out var id))
                {
                    return null;
                }

                publisher = id;
            }

            if (slot.Source is not null)
            {
                if (!EnumWords<MediaSource>.TryRead(slot.Source, out var known))
                {
                    return null;
                }

                source = known;
            }

            read.Add(new SlotAssignment(slot.Mid, publisher, source));
        }

        return read;
    }

    public static UndecodableTrack[]? Write(ImmutableArray<UndecodableSource> sources) =>
        sources.IsEmpty ? null : [.. sources.Select(s => new UndecodableTrack(s.Publisher.Value, EnumWords<MediaSource>.Write(s.Source), s.Codec))];

    public static ImmutableArray<UndecodableSource>? Read(IReadOnlyList<UndecodableTrack>? sources)
    {
        var read = ImmutableArray.CreateBuilder<UndecodableSource>();
        foreach (var one in sources ?? [])
        {
            if (one is not { Codec.Length: <= UndecodableSource.MaxCodec }
                || !TerminalId.TryParse(one.TerminalId, out var publisher)
                || !EnumWords<MediaSource>.TryRead(one.Source, out var source))
            {
                return null;
            }

            read.Add(new UndecodableSource(publisher, source, one.Codec));
        }

        return read.ToImmutable();
    }

    public static QualityReport? Read(QualityDto quality) =>
        Enum.IsDefined((QualityGrade)quality.Up) && Enum.IsDefined((QualityGrade)quality.Down)
            ? new QualityReport(
                (QualityGrade)quality.Up, (QualityGrade)quality.Down, quality.RoundTripMs, quality.UpLossPercent, quality.DownLossPercent, quality.JitterMs)
            : null;

    public static QualityDto Write(QualityReport quality) => new(
        (int)quality.Up, (int)quality.Down, quality.RoundTripMs, quality.UpLossPercent, quality.DownLossPercent, quality.JitterMs);

    public static RelayStatus Write(IRelay relay)
    {
        var load = relay.Load;
        var probe = relay.ProbeTicket;
        return new RelayStatus(
            relay.Id.Value,
            load.Sessions,
            load.PacketsPerSecondOut,
            load.Share,
            load.CostPerPacket,
            load.Capacity,
            [.. relay.Links.Select(LinkWire.Write)],
            new ProbeTicketDto(probe.UserFragment, probe.Password));
    }

    public static RelayLoad Read(RelayStatus status) =>
        new(status.Sessions, status.PacketsPerSecondOut, status.Share, status.CostPerPacket, status.Capacity);

    public static ErrorDto Write(Refusal refusal) => new(refusal.Code, refusal.Reason);

    public static Refusal Read(ErrorDto error) => new(error.Code, error.Reason);
}
