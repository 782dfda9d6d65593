using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Media.Effects;

namespace ConsultCluster.Domain.Tests.Groups;

public class MediaFlowTests
{
    private readonly GroupDriver _driver = new();

    private GroupConnected[] Notices => [.. _driver.Events.OfType<GroupConnected>()];

    [Fact]
    public void MediaChanged_BothWaysBetweenTwo_SendsTheConnectionNoticeOnce()
    {
        var a = _driver.Sit("a");
        var b = _driver.Sit("b");

        _driver.Media(a, sends: true, receives: false);
        _driver.Media(b, sends: true, receives: false);
        Assert.Empty(Notices);

        _driver.Media(a, sends: true, receives: true);
        Assert.Empty(Notices);

        _driver.Media(b, sends: true, receives: true);

        Assert.Equal([a, b], Assert.Single(Notices).Terminals.ToArray());
        Assert.Equal(_driver.Now, _driver.Group.ConnectedAt);
        Assert.Equal(2, _driver.Events.OfType<MemberConnected>().Count());
        Assert.Contains("group.connected", _driver.Audited());
    }

    [Fact]
    public void MediaChanged_FurtherMember_SendsTheNoticeAgainAndKeepsFirstTime()
    {
        var a = _driver.Sit("a");
        var b = _driver.Sit("b");
        _driver.Media(a, true, true);
        _driver.Media(b, true, true);
        var first = _driver.Group.ConnectedAt;
        _driver.Now += TimeSpan.FromMinutes(1);

        var c = _driver.Sit("c");
        _driver.Media(c, true, true);

        Assert.Equal(2, Notices.Length);
        Assert.Equal([a, b, c], Notices[1].Terminals.ToArray());
        Assert.Equal(first, _driver.Group.ConnectedAt);
    }

    [Fact]
    public void MediaChanged_Alone_ConnectsTheMemberWithoutNotice()
    {
        var a = _driver.Sit("a");

        _driver.Media(a, true, false);

        Assert.Equal(PresenceState.Connected, _driver.Member(a).Presence);
        Assert.Empty(Notices);
    }

    [Fact]
    public void MediaChanged_EncoderAndPlayer_AreConnectedOneWayEach()
    {
        var whip = _driver.Sit("whip", Permissions.Publish, TerminalKind.Whip, GroupRole.Device);
        var whep = _driver.Sit("whep", Permissions.Subscribe, TerminalKind.Whep, GroupRole.Device);

        _driver.Media(whep, false, false);
        _driver.Media(whip, true, false);
        Assert.Empty(Notices);
        _driver.Media(whep, false, true);

        Assert.Equal([whip, whep], Assert.Single(Notices).Terminals.ToArray());
    }

    [Fact]
    public void MediaChanged_WhollyMutedMember_NeedsOnlyToReceive()
    {
        var a = _driver.Sit("a");
        var b = _driver.Sit("b");
        _driver.Media(a, true, true);
        _driver.Do(g => g.SetMuted(b, [MediaSource.Microphone, MediaSource.Camera], new Actor(new PersonId("b"), Permissions.None, "x"), _driver.Now));

        _driver.Media(b, false, true);

        Assert.Single(Notices);
    }

    [Fact]
    public void MediaChanged_TwoIdleListeners_AreNotConnected()
    {
        var a = _driver.Sit("a", Permissions.Subscribe);
        var b = _driver.Sit("b", Permissions.Subscribe);

        _driver.Media(a, false, false);
        _driver.Media(b, false, false);

        Assert.Equal(PresenceState.Entered, _driver.Member(a).Presence);
        Assert.Empty(Notices);
    }

    [Fact]
    public void MediaChanged_SameAgain_ChangesNothing()
    {
        var a = _driver.Sit("a");
        _driver.Media(a, true, false);
        var before = _driver.Group;

        var decision = _driver.Do(g => g.MediaChanged(a, true, false, _driver.Now));

        Assert.Same(before, decision.Next);
        Assert.Empty(decision.Effects);
    }

    [Theory]
    [InlineData(MediaLost.OverLimit, true)]
    [InlineData("silence", false)]
    [Trait("attack", "7")]
    public void LoseMedia_TerminalSentTooMuch_MembersAreToldAndTheReasonIsOnTheRecord(string reason, bool isOverLimit)
    {
        var a = _driver.Sit("a");
        _driver.Media(a, true, true);

        var decision = _driver.Do(g => g.LoseMedia(a, reason, _driver.Now));

        Assert.Equal(isOverLimit, Assert.IsType<MemberMediaLost>(_driver.Events.Last()).IsOverLimit);
        var entry = Assert.Single(decision.Effects.OfType<AuditWritten>(), written => written.Entry.Action == AuditActions.MemberMediaLost).Entry;
        Assert.Contains($"\"reason\":\"{reason}\"", entry.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void LoseMedia_Browser_HasToOfferAgainAndIsAnnouncedAgain()
    {
        var a = _driver.Sit("a");
        var b = _driver.Sit("b");
        _driver.Media(a, true, true);
        _driver.Media(b, true, true);

        _driver.Do(g => g.LoseMedia(b, "silence", _driver.Now));
        Assert.IsType<MemberMediaLost>(_driver.Events.Last());
        Assert.Equal(PresenceState.Entered, _driver.Member(b).Presence);
        Assert.False(_driver.Group.SeatOf(b)!.Sends);
        Assert.Contains(AuditActions.MemberMediaLost, _driver.Audited());

        _driver.Media(b, true, true);
        Assert.Equal(2, Notices.Length);
    }

    [Theory]
    [InlineData(Permissions.Publish, TerminalKind.Whip)]
    [InlineData(Permissions.Subscribe, TerminalKind.Whep)]
    public void LoseMedia_EncoderOrPlayer_HoldsTheSeatAndThenGivesItUp(Permissions permissions, TerminalKind kind)
    {
        var terminal = _driver.Sit("device", permissions, kind, GroupRole.Device);

        _driver.Do(g => g.LoseMedia(terminal, "silence", _driver.Now));
        Assert.Equal(PresenceState.Reconnecting, _driver.Member(terminal).Presence);

        _driver.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(LeaveReason.TimedOut, Assert.IsType<MemberLeft>(_driver.Events.Last()).Reason);
    }

    [Fact]
    public void LoseMedia_WhileSignallingIsLost_KeepsTheSeatHeldAsItWas()
    {
        var a = _driver.Sit("a");
        _driver.Media(a, true, true);
        _driver.Do(g => g.Detach(a, _driver.Now));
        var held = _driver.Group.SeatOf(a)!.HeldUntil;
        _driver.Now += TimeSpan.FromSeconds(5);

        _driver.Do(g => g.LoseMedia(a, "silence", _driver.Now));

        Assert.Equal(PresenceState.Reconnecting, _driver.Member(a).Presence);
        Assert.Equal(held, _driver.Group.SeatOf(a)!.HeldUntil);
        Assert.DoesNotContain(_driver.Events, e => e is MemberMediaLost);
    }

    [Fact]
    public void SeatForMedia_WithoutASeatOrInAClosedConsultation_IsRefused()
    {
        var a = _driver.Sit("a");
        Assert.Equal(a, _driver.Group.SeatForMedia(a).Value!.Terminal);
        Assert.Equal(RefusalCodes.MemberUnknown, _driver.Group.SeatForMedia(new TerminalId("t_nobody")).Refusal?.Code);

        _driver.Do(g => g.Close(GroupDriver.Moderator, _driver.Now));

        Assert.Equal(RefusalCodes.GroupClosed, _driver.Group.SeatForMedia(a).Refusal?.Code);
    }

    [Fact]
    public void RecordMove_IsInTheAudit()
    {
        var a = _driver.Sit("a");

        Assert.True(_driver.Do(g => g.RecordMove(a, new RelayId("relay-1"), new RelayId("relay-2"), _driver.Now)).MustSave);

        Assert.Equal(AuditActions.MemberMoved, _driver.Audited().Last());
    }
}
