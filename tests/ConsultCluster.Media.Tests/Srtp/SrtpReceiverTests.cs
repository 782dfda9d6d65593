using System.Buffers.Binary;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Tests.Srtp;

public class SrtpReceiverTests
{
    private const int HeaderLength = 12;

    public static TheoryData<SrtpProfile> Profiles => [SrtpProfile.AeadAes128Gcm, SrtpProfile.AesCm128HmacSha1_80];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void TryUnprotectRtp_InOrder_YieldsPayloadAndIndex(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (var index = 100L; index < 200; index++)
        {
            var packet = pair.Rtp(index, payloadLength: (int)index);

            Assert.Equal(SrtpResult.Ok, pair.Receiver.TryUnprotectRtp(packet, HeaderLength, out var length, out var got));
            Assert.Equal(index, got);
            Assert.Equal(HeaderLength + index, length);
            Assert.All(packet[HeaderLength..length], b => Assert.Equal((byte)index, b));
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void TryUnprotectRtp_SequenceWraps_CountsRollovers(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (var index = 60_000L; index < 3 * 65_536; index += 20_001)
        {
            Assert.Equal(SrtpResult.Ok, pair.Receiver.TryUnprotectRtp(pair.Rtp(index), HeaderLength, out _, out var got));
            Assert.Equal(index, got);
        }
    }

    [Fact]
    public void TryUnprotectRtp_LatePacketFromBeforeTheWrap_IsFoundUnderTheOldRollover()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        var late = pair.Rtp(65_534);
        Assert.Equal(SrtpResult.Ok, pair.Receiver.TryUnprotectRtp(pair.Rtp(65_533), HeaderLength, out _, out _));
        Assert.Equal(SrtpResult.Ok, pair.Receiver.TryUnprotectRtp(pair.Rtp(65_540), HeaderLength, out _, out _));

        Assert.Equal(SrtpResult.Ok, pair.Receiver.TryUnprotectRtp(late, HeaderLength, out _, out var index));
        Assert.Equal(65_534, index);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void TryUnprotectRtp_SamePacketTwice_IsReplayed(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packet = pair.Rtp(7);
        var copy = packet.ToArray();
        Assert.Equal(SrtpResult.Ok, pair.Receiver.TryUnprotectRtp(packet, HeaderLength, out _, out _));

        Assert.Equal(SrtpResult.Replayed, pair.Receiver.TryUnprotectRtp(copy, HeaderLength, out var length, out _));
        Assert.Equal(0, length);
    }

    [Fact]
    public void TryUnprotectRtp_OlderThanTheWindow_IsTooOldWhetherSeenOrNot()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        var old = pair.Rtp(10);
        Assert.Equal(SrtpResult.Ok, pair.Receiver.TryUnprotectRtp(pair.Rtp(5_000), HeaderLength, out _, out _));

        Assert.Equal(SrtpResult.TooOld, pair.Receiver.TryUnprotectRtp(old, HeaderLength, out _, out _));
    }

    [Fact]
    public void TryUnprotectRtp_ShuffledWithinTheWindowAndReplayed_AcceptsEachExactlyOnce()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        var random = new Random(1);
        var packets = Enumerable.Range(0, 900).Select(i => pair.Rtp(65_000 + i)).ToArray();
        Assert.Equal(SrtpResult.Ok, pair.Receiver.TryUnprotectRtp(packets[0].ToArray(), HeaderLength, out _, out _));
        var order = Enumerable.Range(0, 900).Concat(Enumerable.Range(0, 900)).ToArray();
        random.Shuffle(order);

        var accepted = order.Count(i => pair.Receiver.TryUnprotectRtp(packets[i].ToArray(), HeaderLength, out _, out _) == SrtpResult.Ok);

        Assert.Equal(899, accepted);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void TryUnprotectRtp_AnyBitFlipped_FailsAndLeavesNoTrace(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packet = pair.Rtp(500, payloadLength: 20);
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            var damaged = packet.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(SrtpResult.AuthenticationFailed, pair.Receiver.TryUnprotectRtp(damaged, HeaderLength, out _, out _));
        }

        Assert.Equal(SrtpResult.Ok, pair.Receiver.TryUnprotectRtp(packet, HeaderLength, out _, out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void TryUnprotect_EveryTruncation_IsRefused(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var rtp = pair.Rtp(1, payloadLength: 30);
        var rtcp = pair.Rtcp();
        for (var length = 0; length < rtp.Length; length++)
        {
            Assert.NotEqual(SrtpResult.Ok, pair.Receiver.TryUnprotectRtp(rtp.AsSpan(0, length).ToArray(), HeaderLength, out _, out _));
        }

        for (var length = 0; length < rtcp.Length; length++)
        {
            Assert.NotEqual(SrtpResult.Ok, pair.Receiver.TryUnprotectRtcp(rtcp.AsSpan(0, length).ToArray(), out _));
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void TryUnprotectRtcp_RoundTripThenReplay_IsAcceptedOnce(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packet = pair.Rtcp();
        var copy = packet.ToArray();

        Assert.Equal(SrtpResult.Ok, pair.Receiver.TryUnprotectRtcp(packet, out var length));
        Assert.Equal(SrtpPair.PlainRtcp, packet.AsSpan(0, length).ToArray());
        Assert.Equal(SrtpResult.Replayed, pair.Receiver.TryUnprotectRtcp(copy, out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void TryUnprotectRtcp_AnyBitFlipped_Fails(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packet = pair.Rtcp();
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            var damaged = packet.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(SrtpResult.Ok, pair.Receiver.TryUnprotectRtcp(damaged, out _));
        }
    }

    [Fact]
    public void TryUnprotectRtp_MoreStreamsThanKept_RefusesTheRest()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        for (uint ssrc = 0; ssrc < SrtpReceiver.MaxStreams; ssrc++)
        {
            Assert.Equal(SrtpResult.Ok, pair.Receiver.TryUnprotectRtp(pair.Rtp(1, ssrc: ssrc), HeaderLength, out _, out _));
        }

        Assert.Equal(SrtpResult.TooManyStreams, pair.Receiver.TryUnprotectRtp(pair.Rtp(1, ssrc: 9_999), HeaderLength, out _, out _));
        Assert.Equal(SrtpResult.Ok, pair.Receiver.TryUnprotectRtp(pair.Rtp(2, ssrc: 0), HeaderLength, out _, out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void ProtectAndUnprotect_Steady_AllocateNothing(SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var header = new byte[HeaderLength];
        header[0] = 0x80;
        var payload = new byte[1_100];
        var wire = new byte[1_500];
        var rtcp = new byte[1_500];
        Exchange(0, 64);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Exchange(64, 1_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Exchange(int from, int count)
        {
            for (var index = from; index < from + count; index++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)index);
                var length = pair.Sender.ProtectRtp(index, header, payload, wire);
                if (pair.Receiver.TryUnprotectRtp(wire.AsSpan(0, length), HeaderLength, out _, out _) != SrtpResult.Ok)
                {
                    throw new InvalidOperationException("Not accepted.");
                }

                length = pair.Sender.ProtectRtcp(SrtpPair.PlainRtcp, rtcp);
                if (pair.Receiver.TryUnprotectRtcp(rtcp.AsSpan(0, length), out _) != SrtpResult.Ok)
                {
                    throw new InvalidOperationException("Not accepted.");
                }
            }
        }
    }
}
