using System.Collections.Immutable;
using ConsultCluster.Contracts;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Server.Wire;

/// <summary>Groups and members as terminals see them.</summary>
internal static class GroupMapping
{
    public static GroupDto ToDto(this GroupSnapshot group) => new(
        group.Group.Value,
        group.Request.Value,
        group.Sequence,
        EnumWords<GroupState>.Write(group.State),
        group.Purpose,
        EnumWords<Urgency>.Write(group.Urgency),
        group.Capacity,
        group.RequestedAt,
        group.ConnectedAt,
        [.. group.Members.Select(ToDto)]);

    public static MemberDto ToDto(this Member member) => new(
        member.Terminal.Value,
        member.Person.Value,
        member.DisplayName,
        EnumWords<GroupRole>.Write(member.Role),
        FlagWords<Permissions>.Write(member.Permissions),
        EnumWords<TerminalKind>.Write(member.TerminalKind),
        EnumWords<PresenceState>.Write(member.Presence),
        Sources(member.Muted),
        member.EnteredAt,
        member.Quality?.ToDto(),
        member.Undecodable.ToDto());

    public static ChatMessageDto ToDto(this ChatMessage message) =>
        new(message.Id, message.Terminal.Value, message.DisplayName, message.Text, message.SentAt);

    public static QualityDto ToDto(this QualityReport quality) => new(
        (int)quality.Up, (int)quality.Down, quality.RoundTripMs, quality.UpLossPercent, quality.DownLossPercent, quality.JitterMs);

    public static UndecodableDto[] ToDto(this ImmutableArray<UndecodableSource> sources) =>
        [.. sources.Select(one => new UndecodableDto(one.Publisher.Value, EnumWords<MediaSource>.Write(one.Source), one.Codec))];

    public static ProbeDto ToDto(this RelayProbe probe) =>
        new(probe.Relay.Value, [.. probe.Addresses.Select(address => address.ToString())], probe.Ticket.UserFragment, probe.Ticket.Password);

    public static string[] Sources(IEnumerable<MediaSource> sources) => [.. sources.Select(EnumWords<MediaSource>.Write)];
}
