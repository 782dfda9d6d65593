using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Quality;

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
    public void SessionGone_Browser_HasToOfferAgainAndIsAnnouncedAgain()
    {
        var a = _driver.Sit("a");
        var b = _driver.Sit("b");
        _driver.Media(a, true, true);
        _driver.Media(b, true, true);

        _driver.Do(g => g.SessionGone(b, GroupDriver.Relay, "silence", _driver.Now));
        Assert.IsType<MemberMediaLost>(_driver.Events.Last());
        Assert.Equal(PresenceState.Entered, _driver.Member(b).Presence);

        _driver.Media(b, true, true);
        Assert.Equal(2, Notices.Length);
    }

    [Fact]
    public void SessionGone_Encoder_HoldsTheSeatAndThenGivesItUp()
    {
        var whip = _driver.Sit("whip", Permissions.Publish, TerminalKind.Whip, GroupRole.Device);

        _driver.Do(g => g.SessionGone(whip, GroupDriver.Relay, "silence", _driver.Now));
        Assert.Equal(PresenceState.Reconnecting, _driver.Member(whip).Presence);

        _driver.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(LeaveReason.TimedOut, Assert.IsType<MemberLeft>(_driver.Events.Last()).Reason);
    }

    [Fact]
    public void ReportQuality_Changed_IsToldWithoutTakingASequenceNumber()
    {
        var a = _driver.Sit("a");
        var sequence = _driver.Group.Sequence;
        var report = new QualityReport(QualityGrade.Good, QualityGrade.Excellent, 20, 1, 0, 2);

        var decision = _driver.Do(g => g.ReportQuality(a, report, _driver.Now));

        Assert.False(decision.MustSave);
        Assert.Equal(sequence, Assert.IsType<MemberQuality>(_driver.Events.Last()).Sequence);
        Assert.Equal(sequence, _driver.Group.Sequence);
        Assert.Empty(_driver.Do(g => g.ReportQuality(a, report, _driver.Now)).Effects);
    }
}
