using ConsultCluster.Cluster.Tests.Groups;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Cluster.Tests.Watches;

/// <summary>Relays of four processes that watch each other.</summary>
public sealed class RelayWatchTests : IAsyncLifetime
{

    private readonly FakeRelay _c = new("relay-c");
    private readonly FakeRelay _d = new("relay-d");
    private SiloFixture _fixture = null!;

    private FakeRelay A => _fixture.RelayA;

    private FakeRelay B => _fixture.RelayB;

    public async Task InitializeAsync()
    {
        _fixture = await SiloFixture.StartAsync();
        _fixture.Relays.Add(_c);
        _fixture.Relays.Add(_d);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        FakeRelay[] all = [A, B, _c, _d];
        foreach (var (one, other) in all.SelectMany(one => all.Where(other => other != one).Select(other => (one, other))))
        {
            one.ReportLinkBack(other.Id);
        }
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public void Settle_FourProcesses_EachRelayIsLinkedToTheOthers()
    {
        Assert.NotNull(A.Link(B.Id));
        Assert.NotNull(A.Link(_c.Id));
        Assert.NotNull(A.Link(_d.Id));
        Assert.NotNull(_c.Link(_d.Id));
        Assert.Equal(A.Link(_c.Id)!.Secret.AsSpan(), _c.Link(A.Id)!.Secret.AsSpan());
    }

    [Fact]
    public async Task Settle_RelayThatIsNotHeard_IsStillLinkedSoThatItCanBeHeardAgain()
    {
        await LoseAsync();
        var late = new FakeRelay("relay-late");
        _fixture.Relays.Add(late);

        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(late.Link(A.Id));
    }

    [Fact]
    public void Settle_LinkThatAnotherProcessOrderedWorks_IsLeftAlone()
    {
        var before = A.Orders.Length;

        _fixture.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(before, A.Orders.Length);
    }

    [Fact]
    public async Task Conclude_TwoOthersHearNothing_MediaMovesToTheStandby()
    {
        var group = _fixture.Groups.Get(Scene.Id);
        await group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        var observer = new RecordingObserver();
        await group.SubscribeAsync(observer).Value();
        var (_, terminal) = await group.SitAsync("ann");
        Assert.Equal(A.Id, (await group.OfferAsync(terminal, Near(A)).Value()).Relay);
        var standby = (await group.OfferStandbyAsync(terminal, Near(A)).Value()).Relay;

        _c.ReportLinkSilent(A.Id);
        _d.ReportLinkSilent(A.Id);
        _fixture.Clock.Advance(Suspicions.AnswerTime);

        Assert.Equal(standby, (await observer.HearAsync<MemberMoved>()).Relay);
        Assert.Equal(RelayState.Silent, StateOf(A));
    }

    [Fact]
    public async Task Conclude_HeardAgain_TakesTerminalsAgain()
    {
        await LoseAsync();

        _d.ReportLinkBack(A.Id);

        await Eventually.HoldsAsync(() => StateOf(A) == RelayState.Active);
    }

    [Fact]
    public void Conclude_TheRelayHearsTheOthersNoMoreEither_StaysInUse()
    {
        foreach (var other in new[] { B, _c, _d })
        {
            other.ReportLinkSilent(A.Id);
            A.ReportLinkSilent(other.Id);
        }

        _fixture.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(RelayState.Active, StateOf(A));
    }

    [Fact]
    public async Task Conclude_OneOtherHearsNothingThenASecond_WaitsForTheSecond()
    {
        B.ReportLinkSilent(A.Id);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(RelayState.Active, StateOf(A));

        _c.ReportLinkSilent(A.Id);
        _fixture.Clock.Advance(Suspicions.AnswerTime);
        await Eventually.HoldsAsync(() => StateOf(A) == RelayState.Silent);
    }

    [Fact]
    public async Task Relay_LeavesAndComesAnew_IsWithoutSuspicion()
    {
        await LoseAsync();

        _fixture.Relays.Kill(A);
        _fixture.Relays.Add(A);
        B.ReportLinkSilent(A.Id);
        _c.ReportLinkSilent(A.Id);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(RelayState.Active, StateOf(A));
    }

    [Fact]
    public async Task Dispose_NobodyListensToTheLinksAnyMore()
    {
        Assert.True(_c.AreLinksObserved);

        await _fixture.Silo.DisposeAsync();

        Assert.False(_c.AreLinksObserved);
    }

    private async Task LoseAsync()
    {
        _c.ReportLinkSilent(A.Id);
        _d.ReportLinkSilent(A.Id);
        _fixture.Clock.Advance(Suspicions.AnswerTime);
        await Eventually.HoldsAsync(() => StateOf(A) == RelayState.Silent);
    }

    private RelayState StateOf(FakeRelay relay) => _fixture.Relays.Entries.Single(entry => entry.Relay == relay).State;

    private MediaOffer Near(FakeRelay relay) =>
        Scene.Offer with { Near = Scene.Near([.. new[] { A, B, _c, _d }.Select(one => (one, one == relay ? 2.0 : 400))]) };
}
