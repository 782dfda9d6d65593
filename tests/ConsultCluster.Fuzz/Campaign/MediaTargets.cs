using System.Buffers.Binary;
using System.Text;
using ConsultCluster.Media;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Rtcp;
using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Media.Stun;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Fuzz.Campaign;

/// <summary>What reads datagrams of terminals, and their offers.</summary>
internal static class MediaTargets
{
    public static readonly IceCredentials Relay = new("relayUfrag01", "relayPassword0123456789a");
    public static readonly IceCredentials Terminal = new("term", "terminalPassword0123456789");
    private static readonly TransportAddress From = TransportAddress.FromIPv4(0xC0000202, 4000);
    private static readonly MonoTime Now = MonoTime.FromMilliseconds(1000);
    private static readonly RtpCodec[] Codecs = Enum.GetValues<RtpCodec>();
    private static readonly byte[] Work = new byte[4096];

    private static readonly SdpAnswerPolicy Policy = new(
        Relay, [.. new byte[32]], [TransportAddress.FromIPv4(0x7F000001, 7000)], MayPublish: true, MaySubscribe: true, FirstSsrc: uint.MaxValue - 3);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("stun", 150, Stun),
        new("dtls-records", 120, DtlsRecords),
        new("dtls-after-handshake", 50, Settled),
        new("dtls-handshake", 8, Handshake),
        new("srtp", 50, new SrtpTarget().Run),
        new("rtp", 160, Rtp),
        new("rtcp", 160, Rtcp),
        new("sdp", 20, Sdp),
    ];

    private static int Stun(byte[] input)
    {
        // Length, cookie and integrity made right for some, so that mutants get past the first checks.
        if (input.Length >= 44 && input.Length % 4 == 0 && input[^1] % 4 != 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(input.AsSpan(2), (ushort)(input.Length - 20));
            BinaryPrimitives.WriteUInt32BigEndian(input.AsSpan(4), 0x2112A442);
            if (input[^1] % 4 == 1)
            {
                BinaryPrimitives.WriteUInt32BigEndian(input.AsSpan(input.Length - 24), 0x0008_0014);
                System.Security.Cryptography.HMACSHA1.HashData(
                    Encoding.ASCII.GetBytes(Relay.Password), input.AsSpan(0, input.Length - 24), input.AsSpan(input.Length - 20));
            }
        }

        var sink = new CountingSink();
        var agent = new IceLiteAgent(Relay, Terminal, new SeededRandomSource(1), session: 7, TimeSpan.FromSeconds(7.5));
        var result = agent.HandlePacket(input, From, Now, sink);
        Check.That(sink.Bytes <= 3 * input.Length, "More than three times the bytes were sent.");
        var isOurs = IceLiteAgent.TryReadLocalUserFragment(input, out var fragment);
        var isAnswer = IceLiteAgent.TryReadSession(input, out _);
        return HashCode.Combine(result, sink.Datagrams, isOurs, fragment.Length, isAnswer, StunMessage.TryParse(input, out var message) ? message.UnknownCount : -1, message.ErrorCode);
    }

    private static int DtlsRecords(byte[] input)
    {
        var reader = new DtlsRecordReader(input);
        var (records, end, types) = (0, 0, 0);
        while (reader.TryRead(out var record))
        {
            Check.That(record.Offset == end && record.Length > 0 && record.Offset + record.Length <= input.Length, "A record lies outside the datagram.");
            end += record.Length;
            types = (types * 5) + record.ContentType;
            records++;
        }

        Check.That(DtlsRecordReader.IsWellFormed(input) == (end > 0 && end == input.Length), "Well-formed and its records disagree.");
        return HashCode.Combine(records, types, end == input.Length);
    }

    private static int Settled(byte[] input)
    {
        var association = new SettledAssociation(KnownKeys.Server, [1, 2, 3]);
        var isTaken = association.HandlePacket(input);
        var isSent = association.TryTakeDatagram(Work, out var length);
        return HashCode.Combine(isTaken, isSent, length, association.State);
    }

    private static int Handshake(byte[] input)
    {
        using var session = KnownKeys.Dtls.Create(DtlsRole.Server);
        var isTaken = session.HandlePacket(input, Now);
        var datagrams = 0;
        while (session.TryTakeDatagram(Work, out var length))
        {
            Check.That(length is > 0 and <= 1200, "A datagram has an impossible length.");
            datagrams++;
        }

        Check.That(session.State != DtlsState.Connected && session.Keys is null, "One datagram made a connection.");
        return HashCode.Combine(isTaken, datagrams, session.State);
    }

    private static int Rtp(byte[] input)
    {
        if (!RtpHeader.TryParse(input, out var header))
        {
            return 0;
        }

        Check.That(header.Length <= input.Length, "The header ends outside the packet.");
        var found = 0;
        for (byte id = 0; id < 20; id++)
        {
            found += header.TryFindExtension(input, id, out _) ? 1 << id : 0;
        }

        var keyframes = 0;
        if (header.TryGetPayload(input, out var payload))
        {
            Check.That(payload.Length <= input.Length - header.Length, "The payload lies outside the packet.");
            foreach (var codec in Codecs)
            {
                keyframes = (keyframes * 2) + (Keyframes.StartsAt(codec, payload) ? 1 : 0);
            }
        }

        return HashCode.Combine(found, keyframes, header.HasPadding, header.ExtensionProfile == 0xBEDE, payload.IsEmpty);
    }

    private static int Rtcp(byte[] input)
    {
        var reader = new RtcpReader(input);
        var (packets, hash) = (0, 0);
        while (reader.TryRead(out var packet))
        {
            packets++;
            var items = new NackItems(packet.Feedback);
            var nacks = 0;
            while (items.TryRead(out _))
            {
                nacks++;
            }

            var blocks = 0;
            for (var rest = packet.ReportBlocks; rest.Length >= ReportBlock.Length; rest = rest[ReportBlock.Length..])
            {
                _ = ReportBlock.Read(rest);
                blocks++;
            }

            hash = HashCode.Combine(
                hash, packet.Type, Math.Min(nacks, 9), Math.Min(blocks, 9), packet.TryReadSenderInfo(out _, out _), Remb.TryRead(packet.Feedback, out _), packet.SenderSsrc != packet.MediaSsrc);
        }

        Check.That(packets <= input.Length / 4, "More packets than fit.");
        return packets > 4 ? packets : HashCode.Combine(hash, reader.IsMalformed);
    }

    public static int Sdp(byte[] input)
    {
        var isAccepted = SdpNegotiator.TryNegotiate(Encoding.UTF8.GetString(input), Policy, previous: null, out var session, out var refusal);
        Check.That(isAccepted == (refusal == SdpRefusal.None), "Refused without a reason.");
        Check.That(!isAccepted || SessionDescription.TryParse(session!.Answer, out _, out _), "Our own answer cannot be read.");
        return isAccepted ? HashCode.Combine(session!.Media.Length, session.Role, session.Media.Sum(media => media.Codecs.Length)) : (int)refusal;
    }
}
