using System.Buffers.Text;
using System.Text;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Media;
using ConsultCluster.Media.Cascade;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Rtcp;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Media.Stun;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Orders;
using ConsultCluster.Server.Tokens;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Fuzz.Campaign;

/// <summary>
/// Writes the corpus: good inputs of every parser, in the product's own words. Inputs that found a bug are added to its folders by hand.
/// </summary>
internal static class CorpusSeeds
{
    private static readonly byte[] Password = Encoding.ASCII.GetBytes(MediaTargets.Relay.Password);

    /// <summary>Each target's seeds, by name.</summary>
    public static IEnumerable<(string Target, byte[][] Seeds)> All()
    {
        var stun = Stun().ToArray();
        byte[][] hello = [ClientHello()];
        var srtp = Srtp().ToArray();
        var offers = new[] { "whip-obs", "whip-gstreamer", "whep-player", "firefox-whep", "chromium-simulcast" }.Select(Offer).ToArray();
        yield return ("stun", stun);
        yield return ("dtls-records", [.. hello, [.. Sealed(21), .. Sealed(22)]]);
        yield return ("dtls-after-handshake", [Sealed(21), Sealed(22)]);
        yield return ("dtls-handshake", hello);
        yield return ("srtp", srtp);
        yield return ("rtp", [.. Rtp()]);
        yield return ("rtcp", [Rtcp()]);
        yield return ("sdp", offers);
        yield return ("link-packets", [.. LinkPackets()]);
        yield return ("link-control", [Announcement(), TrackGone.ToMessage(7), TrackSubscription.ToMessage(1, true)]);
        yield return ("relay", [.. stun, .. hello, .. srtp, [LinkHello.Marker, .. new byte[LinkHello.Length - 1]]]);
        yield return ("node-messages", [.. NodeMessages().Select(NodeJson.Write)]);
        yield return ("tokens", [.. Tokens()]);
        yield return ("hub-messages", [.. HubMessages().Select(message => Encoding.UTF8.GetBytes(message + "\u001e"))]);
        yield return ("http-forms", [.. Forms().Select(Encoding.UTF8.GetBytes)]);
        yield return ("whip-bodies", offers[..4]);
        yield return ("settings", [.. Settings().Select(Encoding.UTF8.GetBytes)]);
    }

    private static IEnumerable<byte[]> Stun()
    {
        yield return Write(StunClass.Request, static (ref StunWriter writer) =>
        {
            writer.AddUsername("relayUfrag01:term"u8);
            writer.AddPriority(1);
            writer.AddIceControlling(2);
            writer.AddUseCandidate();
            writer.AddIntegrity(Password);
            writer.AddFingerprint();
        });
        yield return Write(StunClass.Request, static (ref StunWriter writer) =>
        {
            writer.AddSoftware("peer");
            writer.AddUsername("relayUfrag01:term"u8);
            writer.AddIceControlled(2);
            writer.AddIntegrity(Password);
        });
        yield return Write(StunClass.Success, static (ref StunWriter writer) =>
        {
            writer.AddMappedAddress(TransportAddress.FromIPv4(0xC0000202, 4000));
            writer.AddIntegrity(Password);
            writer.AddFingerprint();
        });
        yield return Write(StunClass.Error, static (ref StunWriter writer) =>
        {
            writer.AddErrorCode(StunErrorCode.UnknownAttribute);
            writer.AddUnknownAttributes([1, 2, 3]);
            writer.AddFingerprint();
        });
    }

    private delegate void Filling(ref StunWriter writer);

    private static byte[] Write(StunClass messageClass, Filling fill)
    {
        Span<byte> buffer = stackalloc byte[512];
        var writer = new StunWriter(buffer, messageClass, "transaction1"u8);
        fill(ref writer);
        return buffer[..writer.Length].ToArray();
    }

    private static byte[] ClientHello()
    {
        using var client = KnownKeys.Dtls.Create(DtlsRole.Client);
        client.Start(default);
        var datagram = new byte[1500];
        return client.TryTakeDatagram(datagram, out var length) ? datagram[..length] : throw new InvalidOperationException("OpenSSL sent nothing.");
    }

    private static byte[] Sealed(byte contentType)
    {
        var record = new byte[100];
        return record[..KnownKeys.Client.Seal(contentType, 1, 5, [1, 0], record)];
    }

    private static IEnumerable<byte[]> Srtp()
    {
        using var sender = new SrtpSender(
            new(KnownKeys.Srtp.Profile, KnownKeys.Srtp.ReceiveKey, KnownKeys.Srtp.ReceiveSalt, KnownKeys.Srtp.SendKey, KnownKeys.Srtp.SendSalt),
            FrameworkSrtpCrypto.Instance);
        foreach (var packet in Rtp())
        {
            var protectedPacket = new byte[packet.Length + sender.MaxExpansion];
            yield return protectedPacket[..sender.ProtectRtp(packet[3], packet.AsSpan(0, 12), packet.AsSpan(12), protectedPacket)];
        }

        var compound = Rtcp();
        var protectedCompound = new byte[compound.Length + sender.MaxExpansion];
        yield return protectedCompound[..sender.ProtectRtcp(compound, protectedCompound)];
    }

    /// <summary>VP8 with extensions of one byte, H.264 with extensions of two and padding, opus with a contributing source.</summary>
    private static IEnumerable<byte[]> Rtp() =>
    [
        [0x90, 0xE0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 7, 0xBE, 0xDE, 0, 2, 0x10, 0x30, 0x22, 1, 2, 3, 0, 0, 0x90, 0x80, 0x81, 1, 0x30, 1, 2, 0x9D, 1, 0x2A, 0, 1, 0, 1],
        [0xB0, 0x66, 0, 2, 0, 0, 0, 9, 0, 0, 0, 7, 0x10, 0, 0, 2, 1, 1, 0x30, 2, 2, 1, 2, 0, 0x78, 0, 4, 0x67, 1, 2, 3, 0, 3, 0x65, 1, 2, 0, 0, 0, 4],
        [0x81, 0x6F, 0, 3, 0, 0, 0, 9, 0, 0, 0, 8, 0, 0, 0, 1, 0x78, 1, 2, 3],
        [0x80, 0x62, 0, 4, 0, 0, 0, 9, 0, 0, 0, 9, 0x8A, 0x81, 0x10, 0x0A, 0x0B, 0, 0, 0, 4, 0x32, 1, 2, 3],
    ];

    private static byte[] Rtcp()
    {
        Span<byte> buffer = stackalloc byte[300];
        var writer = new RtcpWriter(buffer);
        writer.WriteSenderReport(1, 2, 3, 4, 5);
        writer.WriteReceiverReport(1, [new(1, 2, 3, 4, 5, 6, 7)]);
        writer.WriteSourceDescription(1, "x"u8);
        writer.WriteNack(1, 2, [3, 4, 50]);
        writer.WritePli(1, 2);
        writer.WriteRemb(1, 1_000_000, [1]);
        return buffer[..writer.Length].ToArray();
    }

    private static IEnumerable<byte[]> LinkPackets()
    {
        var packet = new byte[200];
        var length = LinkPacket.Write(packet, 7, 1, new(1000, 5, 96, true, 30, false, 4, 20, 3, 0), [1, 2, 3, 4], [.. new byte[22], 3], isRepeated: false);
        yield return packet[..length];
        yield return [LinkMessage.Nack, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 5, 0xFF, 0xFF];
        yield return [LinkHello.Marker, .. new byte[LinkHello.Length - 1]];
    }

    private static byte[] Announcement() => new TrackAnnouncement(
        7,
        99,
        0,
        MediaKind.Video,
        TrackSource.Camera,
        CascadeScene.Group,
        "terminal",
        [new(RtpCodec.Vp8, 96, null, 90_000, "", true, true), new(RtpCodec.H264, 102, null, 90_000, "packetization-mode=1", true, true)]).ToMessage();

    private static IEnumerable<NodeMessage> NodeMessages()
    {
        var nonce = Base64Url.EncodeToString(new byte[32]);
        LinkReportDto link = new("b-1", "up", 3, 12.5, 0.1, null, 10, 20);
        RelayStatus status = new("a-1", 2, 100, 0.2, 3.1, 300_000, [link], new("frag", "password"));
        yield return new Hello(NodeProtocol.Version, nonce);
        yield return new Proof("a", "instance", IdentityKey.Of([.. Enumerable.Repeat((byte)7, 32)]).PublicKey, [new("a-1", nonce)], nonce, nonce, new("code", "id", nonce));
        yield return new ServerProof(nonce, nonce);
        yield return new Announce("a", "instance", "machine", "north", false, [new("a-1", ["192.0.2.7:7000", "[2001:db8::7]:7000"], status)]);
        yield return new HeldSessions([new("a-1", "g-1", "t-1", 4, true, false, [new("3", "t-2", "camera")])], IsLast: true);
        yield return new StatusReport([status]);
        yield return new OrderMessage(1, 2, "a-1", new OpenSession(
            "g-1", 4, "t-1", ["publish", "subscribe"], ["screen"], "v=0", new Dictionary<string, string> { ["0"] = "microphone" }, false, 1));
        yield return new OrderMessage(2, 2, "a-1", new SetLink("b-1", 3, nonce, ["192.0.2.7:7000"]));
        yield return new OrderMessage(3, 2, "a-1", new SetCascade("g-1", 4, ["b-1", "c-1"], [new("b-1", "c-1")]));
        yield return new ControlUrls("https://192.0.2.1:8443", ["https://192.0.2.2:8443"]);
        yield return new AnswerMessage(1, null, new("relay.stale_epoch", "Retry."));
    }

    private static IEnumerable<byte[]> Tokens()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var claims = new TokenClaims(
            new TokenId("t-1"), new GroupId("g-1"), new PersonId("p-1"), "Li Wen", GroupRole.Expert, Permissions.Publish, TerminalKind.Browser, SingleUse: false, "aGFzaA", now, now + TimeSpan.FromHours(1));

        // Spaces at the end pick whether the target signs it.
        yield return [.. TokenPayload.Write(claims), .. "\n        "u8];
        yield return TokenPayload.Write(claims);
        yield return Encoding.ASCII.GetBytes(TokenCodec.Sign(claims, KnownKeys.Token));
    }

    private static IEnumerable<string> HubMessages() =>
    [
        """{"type":1,"invocationId":"1","target":"Enter","arguments":[{"token":"a.b.c","terminal":"browser","requestId":"r-1"}]}""",
        """{"type":1,"invocationId":"2","target":"Offer","arguments":[{"sdp":"v=0","sources":{"0":"microphone","1":"camera"},"roundTrips":{"relay-1":12.5},"region":"north"}]}""",
        """{"type":1,"invocationId":"3","target":"Locate","arguments":[{"roundTrips":{"relay-1":1e2},"region":null}]}""",
        """{"type":1,"invocationId":"4","target":"SetMuted","arguments":[["microphone","camera"]]}""",
        """{"type":1,"invocationId":"5","target":"SendMessage","arguments":[{"requestId":"m-1","text":"请看\ud83d\ude00"}]}""",
        """{"type":1,"invocationId":"6","target":"MuteOther","arguments":[{"terminalId":"t-1","muted":["screen"]}]}""",
        """{"type":1,"target":"Remove","arguments":["t-1"]}""",
        """{"type":4,"invocationId":"7","target":"Snapshot","arguments":[]}""",
        """{"type":6}""",
        """{"type":7,"error":"bye","allowReconnect":true}""",
    ];

    private static IEnumerable<string> Forms() =>
    [
        """{"requestId":"r-1","patient":{"name":"王芳","age":61,"sex":"female","idNumber":"110101","phone":"1390000"},"purpose":"ECG","urgency":"urgent","complaint":"pain","capacity":16}""",
        """{"requestId":"r-2","displayName":"Li Wen","role":"expert","terminalKind":"browser","permissions":["publish","chat"],"lifetimeSeconds":900,"singleUse":true}""",
        """{"userName":"li.wen","password":"0123456789","displayName":"Li Wen","role":"expert","disabled":false}""",
        """{"userName":"admin","password":"correct horse battery"}""",
    ];

    private static IEnumerable<string> Settings() =>
    [
        "--http-port\n8081\n--relay-port=7100\n--relays\n2\n--region\nnorth\n--drain\n30",
        "--advertise\n192.0.2.7\n--advertise=2001:db8::7\n--metrics-port\n9100\n--node\na",
        "CONSULTCLUSTER_HTTP_PORT=8080\nCONSULTCLUSTER_RELAYS=4\nCONSULTCLUSTER_NODE_KEY=0123456789012345678901",
        """{ "ConsultCluster": { "HttpPort": 8080, "Advertise": ["192.0.2.7"], "Region": "north" }, "Logging": { "LogLevel": { "Default": "Warning" } } }""",
    ];

    private static byte[] Offer(string name)
    {
        using var stream = typeof(CorpusSeeds).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd().ReplaceLineEndings("\r\n"));
    }
}
