using System.Buffers.Binary;
using System.Net;
using System.Text;
using ConsultCluster.Media;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Stun;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Fuzz;

public class StunFuzzTests
{
    private const int Rounds = 150_000;

    private static readonly IceCredentials Relay = new("relayUfrag01", "relayPassword0123456789a");
    private static readonly IceCredentials Terminal = new("term", "terminalPassword0123456789");
    private static readonly byte[] Password = Encoding.UTF8.GetBytes(Relay.Password);
    private static readonly TransportAddress From = TransportAddress.From(new(IPAddress.Parse("2001:db8::2"), 4000));

    private static readonly TransportAddress Elsewhere = TransportAddress.From(new(IPAddress.Parse("192.0.2.9"), 4001));

    [Fact]
    public void HandlePacket_RandomDatagrams_NeverAnswered()
    {
        var mutator = new Mutator(1);
        var agent = new IceLiteAgent(Relay, Terminal, new SeededRandomSource(1), session: 7, TimeSpan.FromSeconds(7.5));
        var sink = new ListSink();
        for (var round = 0; round < Rounds; round++)
        {
            Assert.Equal(IceCheckResult.Ignored, agent.HandlePacket(mutator.Bytes(200), From, default, sink));
        }

        Assert.Empty(sink.Sent);
    }

    [Fact]
    public void HandlePacket_MutatedChecks_OnlyAuthenticOnesAreAcceptedAndRepliesStaySmall()
    {
        var mutator = new Mutator(2);
        var seeds = Seeds();
        var accepted = 0;
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var datagram = mutator.Mutate(seeds);
            if (mutator.Random.Next(2) == 0)
            {
                Repair(datagram, isSigned: mutator.Random.Next(4) == 0);
            }

            var agent = new IceLiteAgent(Relay, Terminal, new SeededRandomSource(1), session: 7, TimeSpan.FromSeconds(7.5));
            var sink = new ListSink();
            var result = agent.HandlePacket(datagram, From, default, sink);
            var isAuthentic = StunMessage.TryParse(datagram, out var message) && message.VerifyIntegrity(Password);

            // An answer, and to the first address the agent's own check.
            Assert.True(sink.Sent.Count <= (isAuthentic ? 2 : 1));
            Assert.True(sink.Sent.Sum(sent => sent.Datagram.Length) <= (isAuthentic ? 3 : 1) * datagram.Length);
            Assert.All(sink.Sent, sent => Assert.True(StunMessage.TryParse(sent.Datagram, out _)));
            Assert.True(isAuthentic || result is IceCheckResult.Ignored or IceCheckResult.Refused);
            Assert.Equal(result == IceCheckResult.Selected, agent.Selected is not null);
            accepted += result == IceCheckResult.Selected ? 1 : 0;
            refused += result == IceCheckResult.Refused ? 1 : 0;
        }

        Assert.True(accepted > 100 && refused > 1000, $"the mutants reach too little: {accepted} accepted, {refused} refused");
    }

    [Fact]
    public void TryReadLocalUserFragment_MutatedChecks_FragmentLiesInsideTheDatagram()
    {
        var mutator = new Mutator(3);
        var seeds = Seeds();
        for (var round = 0; round < Rounds; round++)
        {
            var datagram = mutator.Mutate(seeds);
            Repair(datagram, isSigned: false);

            if (IceLiteAgent.TryReadLocalUserFragment(datagram, out var fragment))
            {
                Assert.True(datagram.AsSpan().Overlaps(fragment));
                Assert.Equal(-1, fragment.IndexOf((byte)':'));
            }
        }
    }

    [Fact]
    public void HandlePacket_MutatedAnswersToItsOwnCheck_ProveNothingUnlessAuthentic()
    {
        var mutator = new Mutator(4);
        var agent = new IceLiteAgent(Relay, Terminal, new SeededRandomSource(1), session: 7, TimeSpan.FromSeconds(7.5));
        var sink = new ListSink();
        Assert.Equal(IceCheckResult.Selected, agent.HandlePacket(Seeds()[0], Elsewhere, default, sink));
        var (_, check) = sink.Sent[^1];
        Assert.True(StunMessage.TryParse(check, out var request) && request.Class == StunClass.Request);
        var password = Encoding.UTF8.GetBytes(Terminal.Password);
        byte[][] seeds =
        [
            Write(StunClass.Success, check.AsSpan(8, 12), (ref StunWriter writer) =>
            {
                writer.AddMappedAddress(Elsewhere);
                writer.AddIntegrity(password);
                writer.AddFingerprint();
            }),
        ];
        for (var round = 0; round < Rounds; round++)
        {
            var datagram = mutator.Mutate(seeds);
            Repair(datagram, isSigned: false);
            if (!StunMessage.TryParse(datagram, out var message) || !message.VerifyIntegrity(password))
            {
                Assert.True(agent.HandlePacket(datagram, Elsewhere, default, sink) is IceCheckResult.Ignored or IceCheckResult.Refused);
            }
        }

        Assert.Equal(IceCheckResult.Ignored, agent.HandlePacket(seeds[0], From, default, sink));
        Assert.Equal(IceCheckResult.Proven, agent.HandlePacket(seeds[0], Elsewhere, default, sink));
    }

    private static byte[][] Seeds() =>
    [
        Write(StunClass.Request, static (ref StunWriter writer) =>
        {
            writer.AddUsername("relayUfrag01:term"u8);
            writer.AddPriority(1);
            writer.AddIceControlling(2);
            writer.AddUseCandidate();
            writer.AddIntegrity(Password);
            writer.AddFingerprint();
        }),
        Write(StunClass.Request, static (ref StunWriter writer) =>
        {
            writer.AddSoftware("peer");
            writer.AddUsername("relayUfrag01:term"u8);
            writer.AddIceControlled(2);
            writer.AddIntegrity(Password);
        }),
        Write(StunClass.Success, static (ref StunWriter writer) =>
        {
            writer.AddMappedAddress(From);
            writer.AddIntegrity(Password);
            writer.AddFingerprint();
        }),
        Write(StunClass.Error, static (ref StunWriter writer) =>
        {
            writer.AddErrorCode(StunErrorCode.UnknownAttribute);
            writer.AddUnknownAttributes([1, 2, 3]);
            writer.AddFingerprint();
        }),
    ];

    private delegate void Filling(ref StunWriter writer);

    private static byte[] Write(StunClass messageClass, Filling fill) => Write(messageClass, "transaction1"u8, fill);

    private static byte[] Write(StunClass messageClass, ReadOnlySpan<byte> transactionId, Filling fill)
    {
        Span<byte> buffer = stackalloc byte[512];
        var writer = new StunWriter(buffer, messageClass, transactionId);
        fill(ref writer);
        return buffer[..writer.Length].ToArray();
    }

    /// <summary>Makes length and cookie right again and may sign anew, so that a mutant gets past the first checks.</summary>
    private static void Repair(byte[] datagram, bool isSigned)
    {
        if (datagram.Length < 20 || datagram.Length % 4 != 0)
        {
            return;
        }

        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(4), 0x2112A442);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)(datagram.Length - 20));
        const int Integrity = 24;
        if (isSigned && datagram.Length >= 20 + Integrity)
        {
            var covered = datagram.Length - Integrity;
            BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(covered), 0x0008_0014);
            System.Security.Cryptography.HMACSHA1.HashData(Password, datagram.AsSpan(0, covered), datagram.AsSpan(covered + 4));
        }
    }
}
