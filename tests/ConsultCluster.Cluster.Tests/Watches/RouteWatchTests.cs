using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Cluster.Tests.Watches;

/// <summary>The ways between a group's relays follow what the links measure.</summary>
public sealed class RouteWatchTests : IAsyncLifetime
{
    private OverlayScene _scene = null!;

    public async Task InitializeAsync() => _scene = await OverlayScene.StartAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public void Look_DirectLinkIsGood_NothingElseIsMeasuredOrOrdered()
    {
        OverlayScene.Measure(_scene.A, _scene.B, 10);
        _scene.Pass(30);

        Assert.Null(_scene.A.Link(_scene.C.Id));
        Assert.Null(_scene.B.Link(_scene.C.Id));
        Assert.Equal(1, CascadesOf(_scene.A.Orders));
        Assert.Null(_scene.C.Cascade(Scene.Id));
    }

    [Fact]
    public void Look_DirectLinkLoses_AWayRoundIsMeasuredFirst()
    {
        OverlayScene.Measure(_scene.A, _scene.B, 10, 20);
        _scene.Pass(1);

        Assert.NotNull(_scene.C.Link(_scene.A.Id));
        Assert.Equal(_scene.B.Link(_scene.C.Id)!.Secret.AsSpan(), _scene.C.Link(_scene.B.Id)!.Secret.AsSpan());
        Assert.Null(_scene.C.Cascade(Scene.Id));
    }

    [Fact]
    public void Look_RelayJoinsWhileTheDirectLinkLoses_IsMeasuredSoon()
    {
        _scene.Fixture.Relays.Kill(_scene.C);
        OverlayScene.Measure(_scene.A, _scene.B, 10, 20);
        _scene.Pass(1);
        var late = new FakeRelay("relay-late");

        _scene.Fixture.Relays.Add(late);
        _scene.Pass(2);

        Assert.NotNull(late.Link(_scene.A.Id));
        Assert.NotNull(late.Link(_scene.B.Id));
    }

    [Fact]
    public async Task Look_WayRoundIsBetter_GroupGoesOverItAndTheDirectWayIsClosedLater()
    {
        OverlayScene.Measure(_scene.A, _scene.B, 20, 20);
        OverlayScene.Measure(_scene.A, _scene.C, 15);
        OverlayScene.Measure(_scene.B, _scene.C, 15);
        _scene.Pass(2);
        await _scene.A.OrderedAsync("cascade g1 relay-b,relay-c");
        await _scene.B.OrderedAsync("cascade g1 relay-a,relay-c");
        await _scene.C.OrderedAsync("cascade g1 relay-a,relay-b");

        Assert.Equal(
            [new CascadeRoute(_scene.A.Id, _scene.B.Id), new CascadeRoute(_scene.B.Id, _scene.A.Id)], _scene.C.Cascade(Scene.Id)!.Routes.AsEnumerable());
        Assert.Empty(_scene.A.Cascade(Scene.Id)!.Routes);
        Assert.Equal(2, _scene.A.Cascade(Scene.Id)!.Peers.Length);

        _scene.Pass(3);
        await _scene.A.OrderedAsync("cascade g1 relay-c");
        await _scene.B.OrderedAsync("cascade g1 relay-c");
        Assert.Equal(1, CascadesOf(_scene.C.Orders));
    }

    [Fact]
    public async Task Look_DatabaseIsDown_GroupsChangeTheirWaysAllTheSame()
    {
        _scene.Fixture.Faults.Broken = true;

        await _scene.DetourAsync();
    }

    [Fact]
    public async Task Look_DirectLinkRecovers_GroupComesBackAndTheRelayBetweenIsLeftLater()
    {
        await _scene.DetourAsync();
        OverlayScene.Measure(_scene.A, _scene.B, 20);
        _scene.Pass(20);
        Assert.Equal(_scene.C.Id, Assert.Single(_scene.A.Cascade(Scene.Id)!.Peers));

        // What was lost is forgotten slowly; then both ways are open, and at last only the direct one.
        _scene.Pass(40);
        await _scene.A.OrderedAsync("cascade g1 relay-b,relay-c", times: 2);
        _scene.Pass(3);
        await _scene.A.OrderedAsync("cascade g1 relay-b", times: 2);
        await _scene.B.OrderedAsync("cascade g1 relay-a", times: 2);
        await _scene.C.OrderedAsync("cascade g1 ");
    }

    [Fact]
    public async Task Relay_BetweenIsLost_GroupIsDirectAgainAtOnce()
    {
        await _scene.DetourAsync();

        _scene.Fixture.Relays.Kill(_scene.C);

        await _scene.A.OrderedAsync("cascade g1 relay-b", times: 2);
        await _scene.B.OrderedAsync("cascade g1 relay-a", times: 2);
    }

    [Fact]
    public async Task Relay_BetweenDrains_BothWaysAreOpenUntilTheDirectOneDelivers()
    {
        await _scene.DetourAsync();

        _scene.Fixture.Relays.SetState(_scene.C, RelayState.Draining);
        await _scene.A.OrderedAsync("cascade g1 relay-b,relay-c", times: 2);
        Assert.Equal(1, CascadesOf(_scene.C.Orders));

        _scene.Pass(3);
        await _scene.A.OrderedAsync("cascade g1 relay-b", times: 2);
        await _scene.C.OrderedAsync("cascade g1 ");
    }

    [Fact]
    public async Task Relay_BetweenFallsSilentAndComesBack_IsToldThatItIsNotNeeded()
    {
        await _scene.DetourAsync();
        _scene.Fixture.Relays.SetState(_scene.C, RelayState.Silent);
        await _scene.A.OrderedAsync("cascade g1 relay-b", times: 2);
        await _scene.C.OrderedAsync("cascade g1 ");
        // Otherwise it would be taken again at once.
        _scene.C.Share = 0.9;
        _scene.Fixture.Relays.SetState(_scene.C, RelayState.Active);

        await _scene.C.OrderedAsync("cascade g1 ", times: 2);
    }

    [Fact]
    public async Task Relay_BetweenStartsAnew_GetsItsOrdersAgain()
    {
        await _scene.DetourAsync();
        _scene.C.Restart();
        OverlayScene.Measure(_scene.A, _scene.C, 15);
        OverlayScene.Measure(_scene.B, _scene.C, 15);

        _scene.Fixture.Relays.SetState(_scene.C, RelayState.Active);

        await _scene.C.OrderedAsync("cascade g1 relay-a,relay-b", times: 2);
        Assert.Equal(2, _scene.C.Cascade(Scene.Id)!.Routes.Length);
    }

    [Fact]
    public async Task Close_GroupWithARelayBetween_LeavesNothingThere()
    {
        await _scene.DetourAsync();

        await _scene.Group.CloseAsync(Scene.Applicant).Done();

        await _scene.C.OrderedAsync("cascade g1 ");
        await _scene.A.OrderedAsync("cascade g1 ");
    }

    [Fact]
    public async Task Settle_NextRelayOfTheGroupIsTheOneBetween_CarriesBoth()
    {
        await _scene.DetourAsync();
        var (_, c) = await _scene.Group.SitAsync("c");
        var offer = Scene.Offer with { Near = Scene.Near((_scene.C, 2), (_scene.A, 400), (_scene.B, 400)) };
        Assert.Equal(_scene.C.Id, (await _scene.Group.OfferAsync(c, offer).Value()).Relay);
        _scene.Pass(1);

        Assert.Equal(2, _scene.C.Cascade(Scene.Id)!.Routes.Length);
        Assert.Equal(_scene.C.Id, Assert.Single(_scene.A.Cascade(Scene.Id)!.Peers));
    }

    /// <summary>Everybody wants to go over the same relay, and its load shows a second later.</summary>
    [Fact]
    public async Task Look_ManyGroupsOnABadLink_AHundredChangeAtATime()
    {
        const int Count = 110;
        for (var i = 1; i < Count; i++)
        {
            await _scene.OpenAsync(new GroupId($"many-{i}"));
        }

        OverlayScene.Measure(_scene.A, _scene.B, 20, 20);
        OverlayScene.Measure(_scene.A, _scene.C, 15);
        OverlayScene.Measure(_scene.B, _scene.C, 15);
        _scene.Pass(1);
        Assert.Equal(0, CascadesOf(_scene.C.Orders));
        _scene.Pass(1);
        await Eventually.HoldsAsync(() => CascadesOf(_scene.C.Orders) >= 100);
        Assert.Equal(100, CascadesOf(_scene.C.Orders));
        _scene.Pass(1);
        await Eventually.HoldsAsync(() => CascadesOf(_scene.C.Orders) >= Count);
        Assert.Equal(Count, CascadesOf(_scene.C.Orders));
    }

    private static int CascadesOf(IEnumerable<string> orders) => orders.Count(order => order.StartsWith("cascade ", StringComparison.Ordinal));
}
