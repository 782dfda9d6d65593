using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Media.Effects;
using ConsultCluster.Domain.Quality;

namespace ConsultCluster.Domain.Tests.Media;

public sealed class FlowingTests
{
    private static readonly QualityReport Good = new(QualityGrade.Good, QualityGrade.Excellent, 20, 1, 0, 2);

    private readonly PlanDriver _driver = new();

    [Fact]
    public void MediaChanged_EachChange_IsNewsForTheRecordOnce()
    {
        var a = _driver.Placed("a", standby: false);

        _driver.Media(a, sends: true, receives: false);
        _driver.Media(a, sends: true, receives: false);
        _driver.Media(a, sends: true, receives: true);

        Assert.Equal<MediaEffect>([new FlowChanged(a, true, false), new FlowChanged(a, true, true)], _driver.Effects);
        Assert.True(_driver.Find(a) is { Sends: true, Receives: true });
    }

    [Fact]
    public void MediaChanged_OfNobody_ChangesNothing()
    {
        var before = _driver.Plan;

        _driver.Media(new TerminalId("t_nobody"), true, true);

        Assert.Same(before, _driver.Plan);
        Assert.Empty(_driver.Effects);
    }

    [Theory]
    [InlineData(TerminalKind.Browser)]
    [InlineData(TerminalKind.Whip)]
    public void SessionGone_OfTheOnlySession_IsNewsForTheRecordAndMediaMayBeOfferedAgain(TerminalKind kind)
    {
        var a = _driver.Placed("a", standby: false, kind);
        _driver.Media(a, true, true);
        _driver.Effects.Clear();

        _driver.Do(p => p.SessionGone(a, PlanDriver.Relay, "silence", _driver.Now));
        Assert.Equal(new MediaLost(a, "silence"), Assert.Single(_driver.Effects));
        Assert.True(_driver.Find(a) is { Sends: false, Receives: false, Place: null });
        Assert.Empty(_driver.Plan.Relays());

        _driver.Do(p => p.SessionOpened(a, PlanDriver.Relay, _driver.Now));
        _driver.Media(a, true, true);
        Assert.Equal(new FlowChanged(a, true, true), _driver.Effects.Last());
    }

    [Fact]
    public void ReportQuality_Changed_IsToldOnce()
    {
        var a = _driver.Sit("a");

        Assert.Equal(new QualityMeasured(a, Good), Assert.Single(_driver.Do(p => p.ReportQuality(a, Good, _driver.Now)).Effects));

        Assert.Equal(Good, _driver.Find(a).Quality);
        Assert.Empty(_driver.Do(p => p.ReportQuality(a, Good, _driver.Now)).Effects);
    }

    [Fact]
    public void ReportQuality_OfARelayThatDoesNotCarryTheTerminal_CountsForNothing()
    {
        var a = _driver.Placed("a", standby: true);

        Assert.Empty(_driver.Do(p => p.ReportQuality(a, PlanDriver.OtherRelay, Good, _driver.Now)).Effects);
        Assert.Null(_driver.Find(a).Quality);

        Assert.Single(_driver.Do(p => p.ReportQuality(a, PlanDriver.Relay, Good, _driver.Now)).Effects);
        Assert.Equal(Good, _driver.Find(a).Quality);
    }

    [Fact]
    public void NextDeadline_NothingMoves_IsNever()
    {
        Assert.Null(_driver.Plan.NextDeadline());
        _driver.Placed("a", standby: true);

        Assert.Null(_driver.Plan.NextDeadline());
    }
}
