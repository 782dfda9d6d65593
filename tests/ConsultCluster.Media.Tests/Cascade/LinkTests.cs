using ConsultCluster.Media.Cascade;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Cascade;

/// <summary>A link between two relays: handshake, heartbeats, addresses.</summary>
public sealed class LinkTests
{
    [Fact]
    public void SetLink_BothSides_ComesUpAndMeasuresRoundTripAndLoss()
    {
        using var scene = new CascadeScene();
        scene.Impair(0, 1, new(Delay: TimeSpan.FromMilliseconds(60), Jitter: TimeSpan.FromMilliseconds(2)));
        scene.Link(0, 1);
        Assert.True(scene.Connect(0, 1));
        scene.RunFor(5);
        Assert.InRange(scene.Measure(0, 1).RoundTripMs!.Value, 119, 125);
        Assert.InRange(scene.Measure(1, 0).RoundTripMs!.Value, 119, 125);
        Assert.InRange(scene.Measure(0, 1).LossInPercent, 0, 6);

        scene.Network.Impair(scene.Relays[0].Address, scene.Relays[1].Address, new(Delay: TimeSpan.FromMilliseconds(60), LossPercent: 40));
        scene.RunFor(60);

        Assert.InRange(scene.Measure(1, 0).LossInPercent, 15, 70);
        Assert.InRange(scene.Measure(0, 1).LossOutPercent!.Value, 15, 70);
        Assert.InRange(scene.Measure(0, 1).LossInPercent, 0, 6);
        Assert.True(scene.Measure(0, 1).PacketsOut > 600);
    }

    [Fact]
    public void SetLink_OnlyOneKnowsTheOther_ComesUpAtBothAndAddressIsLearned()
    {
        using var scene = new CascadeScene();
        scene.Order(0, 1, knowsAddress: false);
        scene.Order(1, 0);

        Assert.True(scene.Connect(0, 1));
        Assert.Single(scene.Relays[0].Relay.LinkEvents.OfType<LinkUp>(), new LinkUp(CascadeScene.KeyOf(1)));
    }

    [Fact]
    public void SetLink_PeerIsOrderedMuchLater_ComesUp()
    {
        using var scene = new CascadeScene();
        scene.Order(0, 1);
        scene.RunFor(30);
        Assert.Equal(LinkStatus.Connecting, scene.Measure(0, 1).Status);
        scene.Order(1, 0);

        Assert.True(scene.Network.RunUntil(() => scene.Measure(0, 1).Status == LinkStatus.Up, TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public void HandleTimeout_PeerIsSilent_IsReportedAfter400MillisecondsAndAgainWhenItIsBack()
    {
        using var scene = new CascadeScene();
        scene.Link(0, 1);
        Assert.True(scene.Connect(0, 1));
        scene.RunFor(2);
        scene.Network.Filter = (_, _, _) => false;
        var before = scene.Network.Now;
        Assert.True(scene.Network.RunUntil(() => scene.Relays[0].Relay.LinkEvents.OfType<LinkSilent>().Any(), TimeSpan.FromSeconds(2)));
        Assert.InRange((scene.Network.Now - before).TotalMilliseconds, 300, 401);

        scene.RunFor(3);
        Assert.Single(scene.Relays[0].Relay.LinkEvents.OfType<LinkSilent>());
        scene.Network.Filter = null;
        scene.RunFor(1.5);

        Assert.Equal(2, scene.Relays[0].Relay.LinkEvents.OfType<LinkUp>().Count());
        Assert.Equal(LinkStatus.Up, scene.Measure(1, 0).Status);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void HandleTimeout_LossyLink_ComesUpAndStays(double loss)
    {
        using var scene = new CascadeScene(seed: 3);
        scene.Impair(0, 1, new(Delay: TimeSpan.FromMilliseconds(100), LossPercent: loss));
        scene.Link(0, 1);
        Assert.True(scene.Connect(0, 1));
        scene.RunFor(60);

        // Four heartbeats in a row are lost once in 600 at 20 %.
        Assert.InRange(scene.Relays[0].Relay.LinkEvents.OfType<LinkSilent>().Count(), 0, loss > 0 ? 6 : 0);
        Assert.Equal(1, scene.Relays[0].Core.Cascade.Counters.Handshakes);
    }

    [Fact]
    public void HandleDatagram_PeerHasAnotherAddress_AuthenticDatagramsMoveTheLink()
    {
        using var scene = new CascadeScene();
        scene.Link(0, 1);
        Assert.True(scene.Connect(0, 1));
        scene.Relays[1].Move(TransportAddress.FromIPv4(0x0B000001, 40_000));
        scene.RunFor(2);

        Assert.Equal(LinkStatus.Up, scene.Measure(0, 1).Status);
        Assert.Equal(LinkStatus.Up, scene.Measure(1, 0).Status);
        Assert.Empty(scene.Relays[0].Relay.LinkEvents.OfType<LinkSilent>());
    }

    [Fact]
    public void SetLink_RelayRestartsWithTheSameSecret_ComesUpUnderNewKeys()
    {
        using var scene = new CascadeScene();
        scene.Link(0, 1);
        Assert.True(scene.Connect(0, 1));
        scene.RunFor(1);
        scene.Restart(1);
        scene.Order(1, 0);
        scene.RunFor(3);

        Assert.Equal(LinkStatus.Up, scene.Measure(0, 1).Status);
        Assert.Equal(LinkStatus.Up, scene.Measure(1, 0).Status);
        Assert.True(scene.Relays[0].Core.Cascade.Counters.Handshakes >= 2);
    }

    [Fact]
    public void SetLink_OlderGenerationOrOtherSecret_IsRefused()
    {
        using var scene = new CascadeScene();
        Assert.Equal(LinkOrderResult.Done, scene.Order(0, 1, generation: 5));
        Assert.Equal(LinkOrderResult.Stale, scene.Order(0, 1, generation: 4));
        Assert.Equal(LinkOrderResult.BadSecret, scene.Order(0, 1, generation: 5, secret: CascadeScene.Secret(99)));
        Assert.Equal(LinkOrderResult.BadSecret, scene.Order(0, 1, generation: 6, secret: [1, 2, 3]));
        Assert.Equal(LinkOrderResult.Done, scene.Order(0, 1, generation: 5));
        Assert.Equal(LinkOrderResult.Done, scene.Order(0, 1, generation: 6));
        Assert.Equal(LinkOrderResult.Stale, scene.Relays[0].Core.Cascade.RemoveLink(CascadeScene.KeyOf(1), generation: 5));
        Assert.Equal(LinkOrderResult.Done, scene.Relays[0].Core.Cascade.RemoveLink(CascadeScene.KeyOf(1), generation: 6));
        Assert.Null(scene.Relays[0].Core.Cascade.Measure(CascadeScene.KeyOf(1)));
        Assert.Null(scene.Relays[0].Core.NextTimeout);
    }

    [Fact]
    public void SetLink_SecretOfAnotherLink_IsRefused()
    {
        using var scene = new CascadeScene(relays: 3);
        Assert.Equal(LinkOrderResult.Done, scene.Order(0, 1, secret: CascadeScene.Secret(7)));
        Assert.Equal(LinkOrderResult.BadSecret, scene.Order(0, 2, secret: CascadeScene.Secret(7)));
        Assert.Null(scene.Relays[0].Core.Cascade.Measure(CascadeScene.KeyOf(2)));
    }

    [Fact]
    public void SetLink_NewGenerations_OldOneIsTakenForAWhileAndThenNoLonger()
    {
        using var scene = new CascadeScene();
        scene.Link(0, 1);
        Assert.True(scene.Connect(0, 1));
        scene.Order(0, 1, generation: 2);
        scene.RunFor(3);
        Assert.Equal(1, scene.Measure(0, 1).Generation);
        scene.Order(1, 0, generation: 2);
        scene.RunFor(1);

        Assert.Equal(2, scene.Measure(0, 1).Generation);
        Assert.Equal(2, scene.Measure(1, 0).Generation);
        Assert.Empty(scene.Relays[0].Relay.LinkEvents.OfType<LinkSilent>());
        scene.RunFor(12);
        for (var generation = 3; generation < 8; generation++)
        {
            scene.Order(0, 1, generation);
        }

        // The other end does not switch, so the current one stays in use.
        scene.RunFor(5);
        Assert.Equal(2, scene.Measure(0, 1).Generation);
        Assert.Equal(LinkStatus.Up, scene.Measure(0, 1).Status);
    }
}
