using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Relay.Tests.Udp;

/// <summary>Real sockets and handshakes: terminals exchange audio and video.</summary>
public class UdpRelayMediaTests
{
    [Theory]
    [InlineData(false, "SRTP_AEAD_AES_128_GCM", 2)]
    [InlineData(false, "SRTP_AES128_CM_SHA1_80", 2)]
    [InlineData(true, "SRTP_AEAD_AES_128_GCM", 3)]
    [InlineData(false, "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM", 3)]
    public async Task OpenSessionAsync_TerminalsPublish_EachReceivesTheOthers(bool isIPv6, string profiles, int count)
    {
        using var house = new RelayHouse(isIPv6);
        var terminals = new List<UdpTerminal>();
        for (var i = 0; i < count; i++)
        {
            terminals.Add(await house.JoinAsync(RelayHouse.Id(i), new UdpTerminal(isIPv6, profiles)));
        }

        house.Until(() => terminals.TrueForAll(t => t.Peer.IsConnected), "all connected");
        terminals.ForEach(house.Publish);
        house.Until(
            () => terminals.TrueForAll(t =>
                t.Peer.AudioSlots.Take(count - 1).All(slot => slot.Received >= 25)
                && t.Peer.VideoSlots.Take(count - 1).All(slot => slot.Received >= 30 && slot.CountDecodableFrames() >= 5)),
            "sound and pictures of everyone everywhere");

        house.Until(
            () => Enumerable.Range(0, count).All(i => house.Observer.Media.GetValueOrDefault(RelayHouse.Id(i)) == (true, true)),
            "media reported both ways");
        var slots = house.Observer.Slots[RelayHouse.Id(0)];
        Assert.Equal(
            Enumerable.Range(1, count - 1).Select(i => RelayHouse.Id(i).Value),
            slots.Where(s => s is { Source: MediaSource.Camera }).Select(s => s.Publisher!.Value.Value).Order());
    }

    [Theory]
    [InlineData("active")]
    [InlineData("passive")]
    public async Task OpenSessionAsync_TerminalChoosesItsDtlsRole_MediaFlowsEitherWay(string setup)
    {
        using var house = new RelayHouse();
        var one = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal(options: new MediaPeerOptions { Setup = setup }));
        var two = await house.JoinAsync(RelayHouse.Id(2), new UdpTerminal());
        house.Publish(one);
        house.Publish(two);

        house.Until(
            () => one.Peer.VideoSlots.First().CountDecodableFrames() > 3 && two.Peer.VideoSlots.First().CountDecodableFrames() > 3,
            "pictures both ways");
    }

    [Fact]
    public async Task MeasureUsage_SteadyForwarding_NothingIsAllocatedPerPacket()
    {
        using var house = new RelayHouse();
        var terminals = new List<UdpTerminal>();
        for (var i = 0; i < 3; i++)
        {
            terminals.Add(await house.JoinAsync(RelayHouse.Id(i), new UdpTerminal()));
            house.Publish(terminals[i]);
        }

        house.Until(() => terminals.TrueForAll(t => t.Peer.VideoSlots.All(s => s.Received > 200)), "a steady state");
        var before = house.Relay.MeasureUsage();
        house.Until(() => house.Relay.Counters.RtpOut > before.RtpOut + 1_000, "a thousand packets more");
        var after = house.Relay.MeasureUsage();

        Assert.Equal(0, after.AllocatedByPackets - before.AllocatedByPackets);
    }

    [Fact]
    public async Task OpenSessionAsync_MediaFlows_QualityIsReported()
    {
        using var house = new RelayHouse(configure: o => o.Core.QualityInterval = TimeSpan.FromMilliseconds(500));
        var one = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var two = await house.JoinAsync(RelayHouse.Id(2), new UdpTerminal());
        house.Publish(one);
        house.Publish(two);

        house.Until(
            () => house.Observer.Quality.TryGetValue(RelayHouse.Id(1), out var report)
                && report.Up is QualityGrade.Excellent or QualityGrade.Good
                && report.RoundTripMs is not null,
            "a measured quality");
    }

    [Fact]
    public async Task SetMutedAsync_Microphone_StopsItsSoundButNotItsPicture()
    {
        using var house = new RelayHouse();
        var one = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var two = await house.JoinAsync(RelayHouse.Id(2), new UdpTerminal());
        house.Publish(one);
        house.Until(() => two.Peer.AudioSlots.First().Received > 10 && two.Peer.VideoSlots.First().Received > 10, "media");

        var muted = await house.Relay.SetMutedAsync(RelayHouse.Group, 1, RelayHouse.Id(1), new HashSet<MediaSource> { MediaSource.Microphone });

        Assert.True(muted.Succeeded);
        house.Until(() => house.Relay.Counters.Muted > 0, "the mute in force");
        house.Until(Quiet(two), "what was under way");
        var heard = two.Peer.AudioSlots.First().Received;
        var seen = two.Peer.VideoSlots.First().Received;
        house.Until(() => two.Peer.VideoSlots.First().Received > seen + 60, "pictures going on");
        Assert.Equal(heard, two.Peer.AudioSlots.First().Received);
    }

    [Fact]
    public async Task HandleDatagram_TerminalChangesItsPort_MediaContinuesWithoutANewOffer()
    {
        using var house = new RelayHouse();
        var one = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var two = await house.JoinAsync(RelayHouse.Id(2), new UdpTerminal());
        house.Publish(one);
        house.Publish(two);
        house.Until(() => two.Peer.VideoSlots.First().Received > 20, "media before");

        two.Roam(house.Now);

        var before = two.Peer.VideoSlots.First().Received;
        var heardByOne = one.Peer.VideoSlots.First().Received;
        house.Until(
            () => two.Peer.VideoSlots.First().Received > before + 50 && one.Peer.VideoSlots.First().Received > heardByOne + 50,
            "media both ways from the new port");
    }

    [Fact]
    public async Task Load_MediaFlows_ShowsSessionsAndPackets()
    {
        using var house = new RelayHouse();
        var one = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        await house.JoinAsync(RelayHouse.Id(2), new UdpTerminal());
        house.Publish(one);

        house.Until(() => house.Relay.Load is { PacketsPerSecondOut: > 50, Share: > 0, Capacity: > 0 }, "a load");

        var load = house.Relay.Load;
        Assert.Equal(2, load.Sessions);
        Assert.InRange(load.Share, 0, 1);
        Assert.InRange(load.Capacity, 100, 5_000_000);
        Assert.Equal(1e6, load.Capacity * load.CostPerPacket, 1);
        Assert.True(house.Relay.MeasureUsage().DatagramsOut > 0);
    }

    /// <summary>True once ten more video packets arrived: by then earlier packets have arrived too.</summary>
    private static Func<bool> Quiet(UdpTerminal terminal)
    {
        var packets = terminal.Peer.VideoSlots.First();
        var from = packets.Received;
        return () => packets.Received > from + 10;
    }
}
