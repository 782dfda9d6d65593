using ConsultCluster.Domain.Media.Effects;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Relay.Tests.Udp;

namespace ConsultCluster.Relay.Tests.Attacks;

/// <summary>A terminal that keeps sending too much over real sockets: its group hears why its session ended.</summary>
[Trait("attack", "7")]
public class MediaFloodTests
{
    [Fact]
    public async Task Flood_OfPackets_TheGroupHearsTheReasonAndTheOthersKeepTheirMedia()
    {
        using var house = new RelayHouse(configure: options =>
        {
            options.Core.MaxInboundPackets = 500;
            options.Core.MaxInboundExcessSeconds = 1;
        });
        var eve = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var bob = await house.JoinAsync(RelayHouse.Id(2), new UdpTerminal());
        house.Publish(bob);
        house.Until(() => eve.Peer.IsConnected && bob.Peer.IsConnected, "both are connected");
        eve.Peer.Pace(eve.Peer.Microphone!, TimeSpan.FromMilliseconds(10), 50, 80, house.Now);

        house.Until(() => house.Observer.Gone.ContainsKey(RelayHouse.Id(1)), "the session ended");
        Assert.Equal(MediaLost.OverLimit, house.Observer.Gone[RelayHouse.Id(1)]);
        Assert.True(house.Relay.Counters.OverLimit > 0);
        Assert.DoesNotContain(RelayHouse.Id(2), house.Observer.Gone.Keys);
    }

    [Fact]
    public void Reason_OfTheRelayAndOfTheGroup_IsOneWord() => Assert.Equal(SessionGone.OverLimit, MediaLost.OverLimit);
}
