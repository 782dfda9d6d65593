using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;

namespace ConsultCluster.Cluster.Tests.Groups;

/// <summary>What a group does for a terminal whose relay is lost, leaves or comes back.</summary>
public sealed class FailOverTests : IAsyncLifetime
{
    private readonly RecordingObserver _observer = new();

    private SiloFixture Silo { get; set; } = null!;

    private IConsultationGroup Group => Silo.Groups.Get(Scene.Id);

    public async Task InitializeAsync()
    {
        Silo = await SiloFixture.StartAsync();
        await Group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        await Group.SubscribeAsync(_observer).Value();
    }

    public async Task DisposeAsync() => await Silo.DisposeAsync();

    [Fact]
    public async Task OfferStandby_WithMedia_OpensASilentSessionOnAnotherRelay()
    {
        var (a, relay) = await Silo.PlacedAsync(Group, "a");

        var standby = await Group.OfferStandbyAsync(a, Scene.Offer).Value();

        Assert.NotEqual(relay.Id, standby.Relay);
        Assert.True(Silo.Other(relay).Session(Scene.Id, a)!.IsStandby);
        Assert.False(relay.Session(Scene.Id, a)!.IsStandby);
    }

    [Fact]
    public async Task OfferStandby_WithoutMedia_IsRefused()
    {
        var (_, a) = await Group.SitAsync("a");

        Assert.Equal(RefusalCodes.RelayNoStandby, await Group.OfferStandbyAsync(a, Scene.Offer).Refusal());
    }

    [Fact]
    public async Task OfferStandby_OnlyOneRelay_IsRefused()
    {
        var (a, relay) = await Silo.PlacedAsync(Group, "a");
        Silo.Relays.Kill(Silo.Other(relay));

        Assert.Equal(RefusalCodes.RelayNoStandby, await Group.OfferStandbyAsync(a, Scene.Offer).Refusal());
    }

    [Fact]
    public async Task OfferStandby_TwoRelays_AreLinkedAndShareTheGroup()
    {
        var (_, relay) = await Silo.StandingByAsync(Group, "a");
        var other = Silo.Other(relay);

        Assert.Equal(relay.Link(other.Id)!.Secret.AsSpan(), other.Link(relay.Id)!.Secret.AsSpan());
        Assert.Equal(other.Id, Assert.Single(relay.Cascade(Scene.Id)!.Peers));
        Assert.Equal(relay.Id, Assert.Single(other.Cascade(Scene.Id)!.Peers));
    }

    [Fact]
    public async Task UseStandby_MovesTheTerminalAndEndsTheSessionBefore()
    {
        var (a, relay) = await Silo.StandingByAsync(Group, "a");

        await Group.UseStandbyAsync(a, null).Done();

        Assert.Equal(Silo.Other(relay).Id, (await _observer.HearAsync<MemberMoved>()).Relay);
        await Silo.Other(relay).OrderedAsync($"activate {Scene.Id} {a}");
        await relay.OrderedAsync($"close {Scene.Id} {a}");
        Assert.Equal(RefusalCodes.RelayNoStandby, (await Group.UseStandbyAsync(a, null)).Refusal?.Code);
    }

    [Fact]
    public async Task Media_OnTheStandby_SlotsThatWereToldBeforeTheMoveAreToldAfterIt()
    {
        var (a, relay) = await Silo.StandingByAsync(Group, "a");
        var slot = new SlotAssignment("3", a, MediaSource.Camera);

        Silo.Other(relay).ReportSlots(Scene.Id, a, slot);
        await Group.SnapshotAsync();
        Assert.Empty(_observer.Slots);
        Silo.Other(relay).ReportMedia(Scene.Id, a, sends: true, receives: true);
        await _observer.HearSlotsAsync();

        Assert.Equal([slot], Assert.Single(_observer.Slots).Slots);
        await Group.UseStandbyAsync(a, Silo.Other(relay).Id).Done();
        await _observer.HearAsync<MemberMoved>();
        var late = new RecordingObserver();
        await Group.SubscribeAsync(late).Value();
        await late.HearSlotsAsync();
        Assert.Equal([slot], Assert.Single(late.Slots).Slots);
    }

    [Fact]
    public async Task Media_OnTheStandby_WhatItCannotDecodeIsToldAfterTheMove()
    {
        var (a, relay) = await Silo.StandingByAsync(Group, "a");
        var source = new UndecodableSource(new TerminalId("t-camera"), MediaSource.Camera, "AV1");

        Silo.Other(relay).ReportUndecodable(Scene.Id, a, source);
        Assert.Empty((await Group.SnapshotAsync().Value()).Members.Single().Undecodable);
        Silo.Other(relay).ReportMedia(Scene.Id, a, sends: true, receives: true);

        Assert.Equal(source, Assert.Single((await _observer.HearAsync<MemberUndecodable>()).Sources));
    }

    [Fact]
    public async Task OfferStandby_WhereASessionWasBefore_SlotsOfThatOneAreForgotten()
    {
        var (a, relay) = await Silo.StandingByAsync(Group, "a");
        Silo.Other(relay).ReportSlots(Scene.Id, a, new SlotAssignment("3", a, MediaSource.Camera));
        await Group.OfferStandbyAsync(a, Scene.Offer).Value();

        await Group.UseStandbyAsync(a, null).Done();
        await _observer.HearAsync<MemberMoved>();
        await Group.SnapshotAsync();

        Assert.Empty(_observer.Slots);
    }

    [Fact]
    public async Task Media_OnTheStandby_MovesTheTerminalAndEndsTheSessionBefore()
    {
        var (a, relay) = await Silo.StandingByAsync(Group, "a");

        Silo.Other(relay).ReportMedia(Scene.Id, a, sends: true, receives: true);

        Assert.Equal(Silo.Other(relay).Id, (await _observer.HearAsync<MemberMoved>()).Relay);
        await Silo.Other(relay).OrderedAsync($"activate {Scene.Id} {a}");
        await relay.OrderedAsync($"close {Scene.Id} {a}");
    }

    [Fact]
    public async Task Relay_Lost_MovesWhoHasAStandbyAndAsksTheOthersToOfferAgain()
    {
        var (a, relay) = await Silo.StandingByAsync(Group, "a");
        var (b, _) = await Silo.PlacedAsync(Group, "b");

        Silo.Relays.Kill(relay);

        Assert.Equal(a, (await _observer.HearAsync<MemberMoved>()).Terminal);
        Assert.Equal(b, (await _observer.HearAsync<MemberMediaLost>()).Terminal);
        Assert.Equal(2, (await Group.SnapshotAsync().Value()).Members.Length);
        Assert.Equal(Silo.Other(relay).Id, (await Group.OfferAsync(b, Scene.Offer).Value()).Relay);
    }

    [Fact]
    public async Task Relay_OfTheStandbyLost_AsksForAnother()
    {
        var (a, relay) = await Silo.StandingByAsync(Group, "a");

        Silo.Relays.Kill(Silo.Other(relay));

        Assert.Equal(a, (await _observer.HearAsync<StandbyWanted>()).Terminal);
        Assert.Equal(RefusalCodes.RelayNoStandby, (await Group.UseStandbyAsync(a, null)).Refusal?.Code);
    }

    [Fact]
    public async Task Relay_Joins_AsksWhoHasNoStandbyToMakeOne()
    {
        var (a, _) = await Silo.PlacedAsync(Group, "a");

        Silo.Relays.Add(new FakeRelay("relay-c"));

        Assert.Equal(a, (await _observer.HearAsync<StandbyWanted>()).Terminal);
    }

    [Fact]
    public async Task Offer_Again_StaysOnTheRelayThatIsThere()
    {
        var (a, relay) = await Silo.PlacedAsync(Group, "a");
        relay.Share = 0.8;
        Silo.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(relay.Id, (await Group.OfferAsync(a, Scene.Offer).Value()).Relay);
    }

    [Fact]
    public async Task Relay_Silent_MovesWhoHasAStandbyAndEndsTheSessionThere()
    {
        var (a, relay) = await Silo.StandingByAsync(Group, "a");

        Silo.Relays.SetState(relay, RelayState.Silent);

        Assert.Equal(Silo.Other(relay).Id, (await _observer.HearAsync<MemberMoved>()).Relay);
        await relay.OrderedAsync($"close {Scene.Id} {a}");
    }

    [Fact]
    public async Task Relay_Drained_MovesWhoHasAStandbyAndKeepsTheSessionThereUntilMediaHasArrived()
    {
        var (a, relay) = await Silo.StandingByAsync(Group, "a");
        relay.ReportMedia(Scene.Id, a, true, true);

        Silo.Relays.SetState(relay, RelayState.Draining);
        Assert.Equal(Silo.Other(relay).Id, (await _observer.HearAsync<MemberMoved>()).Relay);
        await Silo.Other(relay).OrderedAsync($"activate {Scene.Id} {a}");
        await Group.SnapshotAsync();
        Assert.Contains(a, relay.Sessions(Scene.Id));

        Silo.Other(relay).ReportMedia(Scene.Id, a, true, true);
        await relay.OrderedAsync($"close {Scene.Id} {a}");
        Assert.Contains(a, Silo.Other(relay).Sessions(Scene.Id));
    }

    [Fact]
    public async Task Relay_DrainedAndMediaDoesNotArrive_SessionThereEndsAllTheSame()
    {
        var (a, relay) = await Silo.StandingByAsync(Group, "a");
        Silo.Relays.SetState(relay, RelayState.Draining);
        await _observer.HearAsync<MemberMoved>();
        await Group.SnapshotAsync();

        Silo.Clock.Advance(TimeSpan.FromSeconds(3));

        await relay.OrderedAsync($"close {Scene.Id} {a}");
    }

    [Fact]
    public async Task Relay_DrainedBeforeTheStandbyIsThere_MovesTheTerminalWhenItIs()
    {
        var (a, relay) = await Silo.PlacedAsync(Group, "a");
        Silo.Relays.SetState(relay, RelayState.Draining);
        await Group.OfferStandbyAsync(a, Scene.Offer).Value();

        Silo.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(Silo.Other(relay).Id, (await _observer.HearAsync<MemberMoved>()).Relay);
    }

    [Fact]
    public async Task Relay_ThatWasNearIsBack_MediaReturnsOverASessionMadeThereFirst()
    {
        var near = Silo.RelayA;
        var offer = Scene.Offer with { Near = Scene.Near((near, 2), (Silo.Other(near), 60)) };
        var (_, a) = await Group.SitAsync("a");
        Assert.Equal(near.Id, (await Group.OfferAsync(a, offer).Value()).Relay);
        await Group.OfferStandbyAsync(a, offer).Value();
        Silo.Relays.SetState(near, RelayState.Silent);
        await _observer.HearAsync<MemberMoved>(moved => moved.Relay == Silo.Other(near).Id);
        await near.OrderedAsync($"close {Scene.Id} {a}");

        Silo.Relays.SetState(near, RelayState.Active);
        await _observer.HearAsync<StandbyWanted>();
        Assert.Equal(near.Id, (await Group.OfferStandbyAsync(a, offer).Value()).Relay);
        await PassAsync();

        await near.OrderedAsync($"activate {Scene.Id} {a}");
        Assert.Equal(near.Id, (await _observer.HearAsync<MemberMoved>(moved => moved.Relay == near.Id)).Relay);
    }

    [Fact]
    public async Task Locate_TerminalHasTravelled_MediaFollowsToTheRelayThatIsNearNow()
    {
        var offer = Scene.Offer with { Near = Scene.Near((Silo.RelayA, 2), (Silo.RelayB, 60)) };
        var (_, a) = await Group.SitAsync("a");
        Assert.Equal(Silo.RelayA.Id, (await Group.OfferAsync(a, offer).Value()).Relay);
        await Group.OfferStandbyAsync(a, offer).Value();
        await PassAsync();
        Assert.DoesNotContain(_observer.Events, e => e is MemberMoved);

        await Group.LocateAsync(a, Scene.Near((Silo.RelayA, 60), (Silo.RelayB, 2)));
        await PassAsync();

        Assert.Equal(Silo.RelayB.Id, (await _observer.HearAsync<MemberMoved>()).Relay);
    }

    [Fact]
    public async Task Relay_BackWithASessionThatMoved_IsToldToEndIt()
    {
        var (a, relay) = await Silo.StandingByAsync(Group, "a");
        Silo.Relays.SetState(relay, RelayState.Silent);
        await _observer.HearAsync<MemberMoved>();
        await relay.OpenSessionAsync(Silo.Other(relay).Session(Scene.Id, a)! with { IsStandby = false });

        Silo.Relays.SetState(relay, RelayState.Active);

        await relay.OrderedAsync($"close {Scene.Id} {a}", times: 2);
        Assert.Contains(a, Silo.Other(relay).Sessions(Scene.Id));
    }

    [Fact]
    public async Task Reports_OfTheRelayBefore_CountForNothing()
    {
        var (a, relay) = await Silo.StandingByAsync(Group, "a");
        relay.ReportMedia(Scene.Id, a, true, true);
        await Group.UseStandbyAsync(a, null).Done();
        var before = _observer.Events.OfType<MemberMediaLost>().Count();

        relay.LoseSession(Scene.Id, a, "closed");
        await Group.SnapshotAsync();

        Assert.Equal(before, _observer.Events.OfType<MemberMediaLost>().Count());
    }

    /// <summary>Time for the group to be asked who would be better elsewhere, and to go there.</summary>
    private async Task PassAsync()
    {
        for (var second = 0; second < 20; second++)
        {
            Silo.Clock.Advance(TimeSpan.FromSeconds(1));
            await Group.SnapshotAsync().Value();
        }
    }
}
