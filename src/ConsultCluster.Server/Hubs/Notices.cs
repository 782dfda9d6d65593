using ConsultCluster.Contracts;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Server.Wire;

namespace ConsultCluster.Server.Hubs;

/// <summary>The group's events as the notices of <see cref="IConsultationClient"/>.</summary>
internal static class Notices
{
    public static Notice OfferAgain { get; } = new(null, c => c.OfferAgain());

    public static Notice Standby { get; } = new(null, c => c.Standby());

    /// <summary>Nothing to read; the connection ends after what was posted before.</summary>
    public static Notice Farewell { get; } = new(null, _ => Task.CompletedTask, Last: true);

    /// <summary>The same for every terminal; null for an event that terminals do not hear of.</summary>
    public static Notice? Of(GroupEvent groupEvent) => groupEvent switch
    {
        MemberEntered e => Make(e, new EnteredNotice(e.Sequence, e.Member.ToDto(), e.Resumed), (c, n) => c.Entered(n)),
        MemberConnected e => Presence(e, e.Terminal, PresenceState.Connected),
        MemberReconnecting e => Presence(e, e.Terminal, PresenceState.Reconnecting),
        MemberMediaLost e => Presence(e, e.Terminal, PresenceState.Entered, e.IsOverLimit ? PresenceNotice.OverLimit : null),
        GroupConnected e => Make(
            e, new ConnectedNotice(e.Sequence, [.. e.Terminals.Select(t => t.Value)], e.At), (c, n) => c.Connected(n)),
        MemberMuted e => Make(
            e, new MutedNotice(e.Sequence, e.Terminal.Value, GroupMapping.Sources(e.Muted), e.By.Value), (c, n) => c.Muted(n)),
        MessageSent e => Make(e, new MessageNotice(e.Sequence, e.Message.ToDto()), (c, n) => c.Message(n)),
        MemberQuality e => Repeat(e, new QualityNotice(e.Sequence, e.Terminal.Value, e.Quality.ToDto()), (c, n) => c.Quality(n)),
        MemberUndecodable e => Repeat(
            e, new UndecodableNotice(e.Sequence, e.Terminal.Value, e.Sources.ToDto()), (c, n) => c.Undecodable(n)),
        MemberLeft e => Make(
            e, new LeftNotice(e.Sequence, e.Terminal.Value, EnumWords<LeaveReason>.Write(e.Reason)), (c, n) => c.Left(n)),
        GroupEnded e => Make(e, new EndedNotice(e.Sequence, EnumWords<GroupState>.Write(e.State)), (c, n) => c.Ended(n)) with { Last = true },
        EventsMissed e => Make(e, new MissedNotice(e.Sequence), (c, n) => c.Missed(n)),
        _ => null,
    };

    public static Notice Slots(IEnumerable<SlotAssignment> slots)
    {
        SlotDto[] dtos =
        [
            .. slots.Select(s => new SlotDto(
                s.Mid, s.Publisher?.Value, s.Source is { } source ? EnumWords<MediaSource>.Write(source) : null)),
        ];
        return new Notice(null, c => c.Slots(dtos));
    }

    public static Notice MediaMoved(RelayId relay) => new(null, c => c.MediaMoved(relay.Value));

    private static Notice Presence(GroupEvent e, TerminalId terminal, PresenceState presence, string? reason = null) => Make(
        e, new PresenceNotice(e.Sequence, terminal.Value, EnumWords<PresenceState>.Write(presence), reason), (c, n) => c.Presence(n));

    private static Notice Repeat<T>(GroupEvent e, T notice, Func<IConsultationClient, T, Task> send) =>
        Make(e, notice, send) with { IsRepeat = true };

    private static Notice Make<T>(GroupEvent e, T notice, Func<IConsultationClient, T, Task> send) =>
        new(e.Sequence, c => send(c, notice));
}
