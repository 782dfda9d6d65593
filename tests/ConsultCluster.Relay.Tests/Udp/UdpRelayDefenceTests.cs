using System.Net;
using System.Net.Sockets;
using System.Text;
using ConsultCluster.Domain;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Relay.Tests.Udp;

/// <summary>What a relay must refuse and survive.</summary>
public class UdpRelayDefenceTests
{
    [Fact]
    public async Task OpenSessionAsync_OtherCertificateThanSignalled_EndsTheSessionBeforeMedia()
    {
        using var house = new RelayHouse();
        var terminal = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal(), offer => ReplaceFingerprint(offer));
        house.Publish(terminal);

        house.Until(() => house.Observer.Gone.ContainsKey(RelayHouse.Id(1)), "the session gone");

        Assert.Contains("fingerprint", house.Observer.Gone[RelayHouse.Id(1)], StringComparison.Ordinal);
        Assert.Equal(1, house.Relay.Counters.FingerprintMismatches);
        Assert.Equal(0, house.Relay.Counters.RtpIn);
        Assert.Equal(0, house.Relay.Load.Sessions);
    }

    [Fact]
    public async Task HandleDatagram_StunWithBadIntegrity_NeverConnects()
    {
        using var house = new RelayHouse();
        var terminal = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        terminal.Peer.SetAnswer(await WrongPasswordAsync(house), house.Address, house.Now);

        house.Until(() => house.Relay.Counters.StunRefused >= 3, "refused checks");

        Assert.False(terminal.Peer.IsConnected);
        Assert.Equal(0, house.Relay.Counters.RtpIn);
    }

    [Fact]
    public async Task HandleDatagram_FloodOfEveryFirstByte_StillServes()
    {
        using var house = new RelayHouse();
        var one = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var two = await house.JoinAsync(RelayHouse.Id(2), new UdpTerminal());
        house.Until(() => one.Peer.IsConnected && two.Peer.IsConnected, "both connected");
        var random = new Random(11);
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var relay = house.Address.ToEndPoint();
        var datagram = new byte[1_400];
        for (var round = 0; round < 40; round++)
        {
            for (var first = 0; first < 256; first++)
            {
                random.NextBytes(datagram);
                datagram[0] = (byte)first;
                var length = random.Next(1, datagram.Length);
                stranger.SendTo(datagram.AsSpan(0, length), SocketFlags.None, relay);
                one.SendRaw(datagram.AsSpan(0, length));
            }

            one.Step(house.Now);
            two.Step(house.Now);
        }

        house.Publish(one);
        house.Publish(two);
        house.Until(
            () => one.Peer.VideoSlots.First().Received > 30 && two.Peer.VideoSlots.First().Received > 30, "media after the flood");

        var counters = house.Relay.Counters;
        Assert.True(counters.UnknownDatagrams > 0 && counters.UnknownSources > 0 && counters.AuthenticationFailed > 0);
        Assert.Equal(2, house.Relay.Load.Sessions);
        Assert.Empty(house.Observer.Gone);
    }

    [Fact]
    public async Task HandleDatagram_SrtpSentTwice_IsForwardedOnce()
    {
        using var house = new RelayHouse();
        var one = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var two = await house.JoinAsync(RelayHouse.Id(2), new UdpTerminal());
        house.Until(() => one.Peer.IsConnected && two.Peer.IsConnected, "both connected");
        one.RecordsSent = true;
        for (var frame = 0; frame < 10; frame++)
        {
            one.Peer.Camera!.SendFrame(3, 500, house.Now, one);
        }

        one.RecordsSent = false;
        house.Until(() => two.Peer.VideoSlots.First().Received == 30, "thirty packets");

        foreach (var datagram in one.Sent)
        {
            one.SendRaw(datagram);
        }

        house.Until(() => house.Relay.Counters.Replayed == one.Sent.Count, "every replay counted");
        Assert.Equal(30, two.Peer.VideoSlots.First().Received);
        Assert.Equal(30, house.Relay.Counters.RtpIn);
    }

    [Fact]
    public async Task HandleTimeout_TerminalFallsSilent_IsGone()
    {
        var time = new FakeTimeProvider();
        using var house = new RelayHouse(time: time);
        var quiet = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        house.Until(() => quiet.Peer.IsConnected, "connected");

        time.Advance(TimeSpan.FromSeconds(16));

        // The loop reads its clock at least every second.
        using var idle = new RelayHouse();
        idle.Until(() => house.Observer.Gone.ContainsKey(RelayHouse.Id(1)), "gone on silence");
        Assert.Equal(0, house.Relay.Load.Sessions);
    }

    [Fact]
    public async Task Orders_OfAnOlderEpoch_AreRefused()
    {
        using var house = new RelayHouse();
        using var terminal = new UdpTerminal();
        var sdp = terminal.Peer.CreateOffer();
        var newer = await house.Relay.OpenSessionAsync(RelayHouse.Order(RelayHouse.Id(1), sdp, terminal.Peer.Sources, epoch: 7));
        Assert.True(newer.Succeeded);

        var open = await house.Relay.OpenSessionAsync(RelayHouse.Order(RelayHouse.Id(2), sdp, terminal.Peer.Sources, epoch: 6));
        var close = await house.Relay.CloseSessionAsync(RelayHouse.Group, 6, RelayHouse.Id(1));
        var closeGroup = await house.Relay.CloseGroupAsync(RelayHouse.Group, 6);
        Assert.Equal(RefusalCodes.RelayStaleEpoch, open.Refusal?.Code);
        Assert.Equal(RefusalCodes.RelayStaleEpoch, close.Refusal?.Code);
        Assert.Equal(RefusalCodes.RelayStaleEpoch, closeGroup.Refusal?.Code);
        Assert.Equal(1, house.Relay.Load.Sessions);

        Assert.True((await house.Relay.CloseGroupAsync(RelayHouse.Group, 7)).Succeeded);
        Assert.Equal(0, house.Relay.Load.Sessions);
        var late = await house.Relay.OpenSessionAsync(RelayHouse.Order(RelayHouse.Id(1), sdp, terminal.Peer.Sources, epoch: 6));
        Assert.Equal(RefusalCodes.RelayStaleEpoch, late.Refusal?.Code);
    }

    [Fact]
    public async Task CloseSessionAsync_LateAfterANewSession_EndsNothing()
    {
        using var house = new RelayHouse();
        using var terminal = new UdpTerminal();
        var id = RelayHouse.Id(1);
        var order = RelayHouse.Order(id, terminal.Peer.CreateOffer(), terminal.Peer.Sources);
        Assert.True((await house.Relay.OpenSessionAsync(order with { Generation = 1 })).Succeeded);
        Assert.True((await house.Relay.OpenSessionAsync(order with { Generation = 2 })).Succeeded);

        Assert.True((await house.Relay.CloseSessionAsync(RelayHouse.Group, 1, id, generation: 1)).Succeeded);
        Assert.Equal(1, house.Relay.Load.Sessions);
        var late = await house.Relay.OpenSessionAsync(order with { Generation = 1 });
        Assert.Equal(RefusalCodes.RelayStaleEpoch, late.Refusal?.Code);

        Assert.True((await house.Relay.CloseSessionAsync(RelayHouse.Group, 1, id, generation: 2)).Succeeded);
        Assert.Equal(0, house.Relay.Load.Sessions);
    }

    [Fact]
    public async Task CloseSessionAsync_NewEpochRestartsGenerations_ItsOrdersCount()
    {
        using var house = new RelayHouse();
        using var terminal = new UdpTerminal();
        var id = RelayHouse.Id(1);
        var order = RelayHouse.Order(id, terminal.Peer.CreateOffer(), terminal.Peer.Sources);
        Assert.True((await house.Relay.OpenSessionAsync(order with { Generation = 9 })).Succeeded);
        Assert.True((await house.Relay.OpenSessionAsync(order with { Epoch = 2, Generation = 1 })).Succeeded);

        Assert.True((await house.Relay.CloseSessionAsync(RelayHouse.Group, 2, id, generation: 1)).Succeeded);

        Assert.Equal(0, house.Relay.Load.Sessions);
    }

    [Fact]
    public async Task CloseSessionAsync_NoGenerationNamed_EndsWhateverIsThere()
    {
        using var house = new RelayHouse();
        using var terminal = new UdpTerminal();
        var order = RelayHouse.Order(RelayHouse.Id(1), terminal.Peer.CreateOffer(), terminal.Peer.Sources);
        Assert.True((await house.Relay.OpenSessionAsync(order with { Generation = 3 })).Succeeded);

        Assert.True((await house.Relay.CloseSessionAsync(RelayHouse.Group, 1, RelayHouse.Id(1))).Succeeded);

        Assert.Equal(0, house.Relay.Load.Sessions);
    }

    [Theory]
    [InlineData("", RefusalCodes.SdpMalformed)]
    [InlineData("not a description", RefusalCodes.SdpMalformed)]
    public async Task OpenSessionAsync_HostileOffer_IsRefusedWithASentenceAndLeavesNothing(string sdp, string code)
    {
        using var house = new RelayHouse();

        var answer = await house.Relay.OpenSessionAsync(RelayHouse.Order(RelayHouse.Id(1), sdp, new Dictionary<string, Media.Forwarding.TrackSource>(StringComparer.Ordinal)));

        Assert.Equal(code, answer.Refusal?.Code);
        Assert.NotEmpty(answer.Refusal!.Reason);
        Assert.Equal(0, house.Relay.Load.Sessions);
    }

    [Fact]
    public async Task CloseSessionAsync_Terminal_IsNotifiedAndForgotten()
    {
        using var house = new RelayHouse();
        var terminal = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        house.Until(() => terminal.Peer.IsConnected, "connected");

        Assert.True((await house.Relay.CloseSessionAsync(RelayHouse.Group, 1, RelayHouse.Id(1))).Succeeded);
        Assert.True((await house.Relay.CloseSessionAsync(RelayHouse.Group, 1, RelayHouse.Id(1))).Succeeded);

        house.Until(() => terminal.Peer.IsClosed, "goodbye");
        Assert.Empty(house.Observer.Gone);
    }

    [Fact]
    public async Task Dispose_WithSessions_NotifiesTerminalsAndRefusesLaterOrders()
    {
        using var house = new RelayHouse();
        var terminal = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        house.Until(() => terminal.Peer.IsConnected, "connected");

        house.Relay.Dispose();

        house.Until(() => terminal.Peer.IsClosed, "goodbye");
        var refused = await house.Relay.OpenSessionAsync(RelayHouse.Order(RelayHouse.Id(2), terminal.Peer.CreateOffer(), terminal.Peer.Sources));
        Assert.Equal(RefusalCodes.RelayUnavailable, refused.Refusal?.Code);
        Assert.Equal(default, house.Relay.MeasureUsage());
    }

    [Fact]
    public void Start_PortInUse_ReportsIt()
    {
        using var house = new RelayHouse();
        var options = new RelayOptions { Port = house.Relay.LocalEndPoint.Port };

        var exception = Assert.Throws<RelayStartException>(() => UdpRelay.Start(options, NullLoggerFactory.Instance));

        Assert.Contains($"port {options.Port} is in use", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WrongOptions_NamesEveryMistake()
    {
        var options = new RelayOptions { Id = "no spaces", Port = 70_000, ReceiveBufferBytes = 1 };
        options.Advertise.Add("relay.example");
        options.Core.MaxVideoBitrate = 1;

        var exception = Assert.Throws<RelayStartException>(() => UdpRelay.Start(options, NullLoggerFactory.Instance));

        foreach (var word in new[] { "Id", "Port", "ReceiveBufferBytes", "relay.example", "MaxVideoBitrate" })
        {
            Assert.Contains(word, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task OpenSessionAsync_Advertise_IsWhatTheAnswerOffers()
    {
        using var house = new RelayHouse(configure: o =>
        {
            o.Advertise.Add("192.0.2.7:4444");
            o.Advertise.Add("2001:db8::7");
        });
        using var terminal = new UdpTerminal();

        var answer = await house.Relay.OpenSessionAsync(RelayHouse.Order(RelayHouse.Id(1), terminal.Peer.CreateOffer(), terminal.Peer.Sources));

        Assert.Contains(" 192.0.2.7 4444 typ host", answer.Value!.Sdp, StringComparison.Ordinal);
        Assert.Contains($" 2001:db8::7 {house.Relay.LocalEndPoint.Port} typ host", answer.Value.Sdp, StringComparison.Ordinal);
        Assert.DoesNotContain(IPAddress.Loopback.ToString(), answer.Value.Sdp.Split("a=candidate", 2)[1], StringComparison.Ordinal);
    }

    private static string ReplaceFingerprint(string offer)
    {
        const string Prefix = "a=fingerprint:sha-256 ";
        var lines = offer.Split("\r\n").Select(line => line.StartsWith(Prefix, StringComparison.Ordinal)
            ? Prefix + string.Join(':', Enumerable.Repeat("AB", 32))
            : line);
        return string.Join("\r\n", lines);
    }

    /// <summary>The relay's answer with another ICE password.</summary>
    private static async Task<string> WrongPasswordAsync(RelayHouse house)
    {
        using var other = new UdpTerminal();
        var answer = await house.Relay.OpenSessionAsync(RelayHouse.Order(RelayHouse.Id(9), other.Peer.CreateOffer(), other.Peer.Sources));
        const string Prefix = "a=ice-pwd:";
        var text = new StringBuilder();
        foreach (var line in answer.Value!.Sdp.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(line.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix + new string('x', 24) : line).Append("\r\n");
        }

        return text.ToString();
    }
}
