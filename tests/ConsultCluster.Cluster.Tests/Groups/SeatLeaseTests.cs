using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Testing.Groups;

namespace ConsultCluster.Cluster.Tests.Groups;

/// <summary>A seat is the terminal's for as long as the terminal's front end says so.</summary>
public sealed class SeatLeaseTests
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Renewal_TerminalIsNotNamed_ItsSeatIsHeldAndGivenUp()
    {
        await using var silo = await SiloFixture.StartAsync(renewEvery: RenewEvery);
        var group = silo.Groups.Get(Scene.Id);
        await group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        var (_, there) = await group.SitAsync("there");
        var observer = new RecordingObserver { Present = [there] };
        await group.SubscribeAsync(observer).Value();
        var (_, gone) = await group.SitAsync("gone");

        await observer.HearAsync<MemberReconnecting>(lost => lost.Terminal == gone);
        silo.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(LeaveReason.TimedOut, (await observer.HearAsync<MemberLeft>(left => left.Terminal == gone)).Reason);
        Assert.Contains((await group.SnapshotAsync().Value()).Members, member => member.Terminal == there);
    }

    [Fact]
    public async Task Renewal_AfterRestart_SeatsThatAreNamedWereNeverAway()
    {
        await using var silo = await SiloFixture.StartAsync(renewEvery: RenewEvery);
        var group = silo.Groups.Get(Scene.Id);
        await group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        var (_, a) = await group.SitAsync("a");

        await silo.RestartSiloAsync();
        group = silo.Groups.Get(Scene.Id);
        Assert.Equal(PresenceState.Reconnecting, Assert.Single((await group.SnapshotAsync().Value()).Members).Presence);
        var observer = new RecordingObserver { Present = [a] };
        await group.SubscribeAsync(observer).Value();

        Assert.Equal(a, (await observer.HearAsync<MemberEntered>()).Member.Terminal);
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(PresenceState.Entered, Assert.Single((await group.SnapshotAsync().Value()).Members).Presence);
    }
}
