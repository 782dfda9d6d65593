using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Relay.Tests.Udp;

/// <summary>Two relays with real sockets and threads, joined by a link.</summary>
public class UdpRelayCascadeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SetCascadeAsync_TerminalsOnBothRelays_EachReceivesTheOther(bool onlyOtherKnows)
    {
        using var houses = new LinkedHouses();
        await houses.LinkAsync(onlyOtherKnows: onlyOtherKnows);
        await houses.ShareAsync();
        var one = await houses.One.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var two = await houses.Other.JoinAsync(RelayHouse.Id(2), new UdpTerminal());
        houses.One.Publish(one);
        houses.Other.Publish(two);
        houses.Until(
            () => new[] { one, two }.All(t => t.Peer.AudioSlots.First().Received >= 25 && t.Peer.VideoSlots.First().CountDecodableFrames() >= 10),
            "sound and pictures over the link");

        houses.Until(() => houses.Other.Observer.Slots.GetValueOrDefault(RelayHouse.Id(2)) is { } slots
            && slots.Any(slot => slot is { Source: MediaSource.Camera } && slot.Publisher == RelayHouse.Id(1)), "the publisher's name");
        Assert.Equal(["back relay-b"], houses.Links.Lines);
        houses.Until(() => houses.One.Relay.Links is [{ State: LinkState.Up, RoundTripMs: < 1000, PacketsOut: > 30 }], "a report of the link");
    }

    [Fact]
    public async Task SetLinkAsync_NewGenerationDuringACall_MediaContinues()
    {
        using var houses = new LinkedHouses();
        await houses.LinkAsync();
        await houses.ShareAsync();
        var one = await houses.One.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var two = await houses.Other.JoinAsync(RelayHouse.Id(2), new UdpTerminal());
        houses.One.Publish(one);
        houses.Until(() => two.Peer.VideoSlots.First().CountDecodableFrames() >= 5, "pictures");
        await houses.LinkAsync(generation: 2);
        houses.Until(() => houses.One.Relay.Links is [{ Generation: 2, State: LinkState.Up }], "the new secret");
        var before = two.Peer.VideoSlots.First().CountDecodableFrames();
        houses.Until(() => two.Peer.VideoSlots.First().CountDecodableFrames() >= before + 10, "pictures");

        Assert.DoesNotContain("silent relay-b", houses.Links.Lines);
        Assert.Equal(0, houses.Other.Relay.LinkCounters.AuthenticationFailed);
    }

    [Fact]
    public async Task Dispose_OneRelay_TheOtherReportsItsLinkSilentWithinASecond()
    {
        using var houses = new LinkedHouses();
        await houses.LinkAsync();
        houses.Until(() => houses.One.Relay.Links is [{ State: LinkState.Up }], "the link");
        houses.Other.Relay.Dispose();
        houses.Until(() => houses.Links.Lines.Contains("silent relay-b"), "silence");

        Assert.Equal(LinkState.Silent, Assert.Single(houses.One.Relay.Links).State);
        Assert.True((await houses.One.Relay.RemoveLinkAsync(houses.Other.Relay.Id, 1)).Succeeded);
        Assert.Empty(houses.One.Relay.Links);
    }

    [Fact]
    public async Task Orders_StaleOrWrong_AreRefusedInWords()
    {
        using var houses = new LinkedHouses();
        await houses.LinkAsync(generation: 5);
        await houses.ShareAsync(epoch: 3);
        var relay = houses.One.Relay;
        ImmutableArray<byte> secret = [.. new byte[LinkOrder.SecretLength]];

        Assert.Equal(RefusalCodes.RelayStaleEpoch, (await relay.SetLinkAsync(new(houses.Other.Relay.Id, 4, secret, []))).Refusal?.Code);
        Assert.Equal(RefusalCodes.RelayStaleEpoch, (await relay.RemoveLinkAsync(houses.Other.Relay.Id, 4)).Refusal?.Code);
        Assert.Equal(RefusalCodes.RequestInvalid, (await relay.SetLinkAsync(new(houses.Other.Relay.Id, 5, secret, []))).Refusal?.Code);
        Assert.Equal(RefusalCodes.RequestInvalid, (await relay.SetLinkAsync(new(houses.Other.Relay.Id, 6, [1, 2], []))).Refusal?.Code);
        Assert.Equal(RefusalCodes.RequestInvalid, (await relay.SetLinkAsync(new(relay.Id, 6, secret, []))).Refusal?.Code);
        Assert.Equal(RefusalCodes.RelayStaleEpoch, (await relay.SetCascadeAsync(new(RelayHouse.Group, 2, [], []))).Refusal?.Code);
        Assert.Equal(RefusalCodes.RelayStaleEpoch, (await relay.ActivateSessionAsync(RelayHouse.Group, 2, RelayHouse.Id(1))).Refusal?.Code);
        Assert.Equal(RefusalCodes.MemberUnknown, (await relay.ActivateSessionAsync(RelayHouse.Group, 3, RelayHouse.Id(1))).Refusal?.Code);
        Assert.Equal(5, Assert.Single(relay.Links).Generation);
    }

    [Fact]
    public async Task HandleDatagram_MediaOnTheStandby_MediaMovesThereWithoutAnOrder()
    {
        using var houses = new LinkedHouses();
        await houses.LinkAsync();
        await houses.ShareAsync();
        var watcher = await houses.One.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var standby = await houses.Other.JoinAsync(RelayHouse.Id(2), new UdpTerminal(), isStandby: true);
        houses.Until(() => watcher.Peer.IsConnected && standby.Peer.IsConnected, "both connected");
        houses.One.Publish(watcher);

        houses.Other.Publish(standby);

        houses.Until(
            () => watcher.Peer.VideoSlots.First().CountDecodableFrames() >= 5 && standby.Peer.VideoSlots.First().CountDecodableFrames() >= 5,
            "pictures both ways");
        houses.Until(() => houses.Other.Observer.Media.GetValueOrDefault(RelayHouse.Id(2)).Sends, "it is told");
    }

    [Fact]
    public async Task ActivateSessionAsync_StandbyOnTheOtherRelay_MediaMovesThere()
    {
        using var houses = new LinkedHouses();
        await houses.LinkAsync();
        await houses.ShareAsync();
        var watcher = await houses.One.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var standby = await houses.Other.JoinAsync(RelayHouse.Id(2), new UdpTerminal(), isStandby: true);
        houses.Until(() => watcher.Peer.IsConnected && standby.Peer.IsConnected, "both connected");
        houses.One.Publish(watcher);
        houses.Until(() => houses.One.Relay.Counters.RtpIn > 50, "media of the other");
        Assert.Equal(0, watcher.Peer.Slots.Values.Sum(slot => slot.Received));
        Assert.Equal(0, standby.Peer.Slots.Values.Sum(slot => slot.Received));
        Assert.False(houses.Other.Observer.Slots.ContainsKey(RelayHouse.Id(2)));

        Assert.True((await houses.Other.Relay.ActivateSessionAsync(RelayHouse.Group, 1, RelayHouse.Id(2))).Succeeded);
        houses.Until(() => standby.Peer.VideoSlots.First().CountDecodableFrames() >= 5, "pictures before it sends any");
        houses.Other.Publish(standby);
        houses.Until(
            () => watcher.Peer.VideoSlots.First().CountDecodableFrames() >= 5 && standby.Peer.VideoSlots.First().CountDecodableFrames() >= 5,
            "pictures both ways");
    }

    [Fact]
    public async Task MeasureUsage_SteadyCascade_NothingIsAllocatedPerPacket()
    {
        using var houses = new LinkedHouses();
        await houses.LinkAsync();
        await houses.ShareAsync();
        var one = await houses.One.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var two = await houses.Other.JoinAsync(RelayHouse.Id(2), new UdpTerminal(options: new MediaPeerOptions { KeepsPackets = false }));
        houses.One.Publish(one);
        houses.Until(() => two.Peer.VideoSlots.First().Received > 300, "a steady state");
        var (first, second) = (houses.One.Relay.MeasureUsage(), houses.Other.Relay.MeasureUsage());
        houses.Until(() => houses.Other.Relay.Counters.RtpOut > second.RtpOut + 1_000, "a thousand packets more");

        Assert.Equal(0, houses.One.Relay.MeasureUsage().AllocatedByPackets - first.AllocatedByPackets);
        Assert.Equal(0, houses.Other.Relay.MeasureUsage().AllocatedByPackets - second.AllocatedByPackets);
    }

    [Fact]
    public async Task CloseGroupAsync_OneRelay_SlotsAtTheOtherAreEmptied()
    {
        using var houses = new LinkedHouses();
        await houses.LinkAsync();
        await houses.ShareAsync();
        var one = await houses.One.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var two = await houses.Other.JoinAsync(RelayHouse.Id(2), new UdpTerminal());
        houses.One.Publish(one);
        houses.Until(() => two.Peer.VideoSlots.First().CountDecodableFrames() >= 5, "pictures");
        await houses.One.Relay.CloseGroupAsync(RelayHouse.Group, 1);

        houses.Until(() => houses.Other.Observer.Slots[RelayHouse.Id(2)].All(slot => slot.Publisher is null), "empty slots");
    }
}
