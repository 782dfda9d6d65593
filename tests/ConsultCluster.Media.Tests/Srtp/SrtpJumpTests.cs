using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Tests.Srtp;

/// <summary>Senders whose sequence numbers jump; an encrypted stream that cannot be followed freezes for good.</summary>
public sealed class SrtpJumpTests
{
    private const int HeaderLength = 12;

    public static TheoryData<SrtpProfile, long, long> Jumps => new()
    {
        // Over more than half of the numbers: the nearest index is one rollover behind the sender's.
        { SrtpProfile.AeadAes128Gcm, 70_000, 70_000 + 33_000 },
        { SrtpProfile.AesCm128HmacSha1_80, 70_000, 70_000 + 33_000 },
        { SrtpProfile.AeadAes128Gcm, 1_000, 1_000 + 33_000 },
        { SrtpProfile.AeadAes128Gcm, 40_000, 40_000 + 60_000 },
        { SrtpProfile.AeadAes128Gcm, 40_000, 40_000 + 65_536 - 100 },

        // The sender takes the jump for a late packet, as RFC 3711 §3.3.1 has it, into numbers that were never used.
        { SrtpProfile.AeadAes128Gcm, 40_000, 7_000 },
        { SrtpProfile.AesCm128HmacSha1_80, 40_000, 7_000 },
        { SrtpProfile.AeadAes128Gcm, 200_000, 200_000 - 32_536 },

        // The sender's rollover counter begins again.
        { SrtpProfile.AeadAes128Gcm, 3 * 65_536 + 40_000, 5_000 },
        { SrtpProfile.AeadAes128Gcm, 65_536 + 5_000, 20_000 },
    };

    [Theory]
    [MemberData(nameof(Jumps))]
    public void TryUnprotectRtp_NumbersJump_IsFollowedAfterAFewPackets(SrtpProfile profile, long from, long to)
    {
        using var pair = new SrtpPair(profile);
        for (var index = from % 65_536; index < from; index += 30_000)
        {
            Assert.Equal(1, Accepted(pair, index, 1));
        }

        Assert.Equal(500, Accepted(pair, from, 500));

        Assert.InRange(Accepted(pair, to, 100), 92, 100);
        Assert.Equal(500, Accepted(pair, to + 100, 500));
    }

    [Fact]
    public void TryUnprotectRtp_FirstPacketsBeforeAWrapWereLost_IsFollowedFromTheFirstThatComes()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);

        Assert.Equal(100, Accepted(pair, 65_536 + 3, 100));
    }

    [Fact]
    public void TryUnprotectRtp_JumpsManyTimes_IsFollowedEachTime()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        for (var run = 0; run < 40; run++)
        {
            Assert.InRange(Accepted(pair, 10_000 + (run * 40_000L), 100), 90, 100);
        }
    }

    [Fact]
    public void TryUnprotectRtp_OldPacketsAgainAfterAJump_AreRefused()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        var before = Enumerable.Range(0, 300).Select(i => pair.Rtp(40_000 + i)).ToArray();
        var after = Enumerable.Range(0, 300).Select(i => pair.Rtp(7_000 + i)).ToArray();
        Assert.All(before, packet => Assert.Equal(SrtpResult.Ok, Receive(pair, [.. packet])));
        Assert.True(after.Count(packet => Receive(pair, [.. packet]) == SrtpResult.Ok) > 290);

        for (var round = 0; round < 3; round++)
        {
            Assert.All(before, packet => Assert.NotEqual(SrtpResult.Ok, Receive(pair, [.. packet])));
            Assert.All(after[10..], packet => Assert.NotEqual(SrtpResult.Ok, Receive(pair, [.. packet])));
        }

        Assert.Equal(100, Accepted(pair, 7_300, 100));
    }

    [Fact]
    public void TryUnprotectRtp_ForgedPacketsBetween_CostNoAuthenticPacket()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        for (var index = 500L; index < 1_000; index++)
        {
            for (var i = 0; i < 5; i++)
            {
                var forged = pair.Rtp(index + (i * 20_000));
                forged[^1] ^= 1;
                Assert.NotEqual(SrtpResult.Ok, Receive(pair, forged));
            }

            Assert.Equal(SrtpResult.Ok, Receive(pair, pair.Rtp(index)));
        }
    }

    private static int Accepted(SrtpPair pair, long from, int count)
    {
        var accepted = 0;
        for (var index = from; index < from + count; index++)
        {
            if (pair.Receiver.TryUnprotectRtp(pair.Rtp(index), HeaderLength, out _, out var got) == SrtpResult.Ok)
            {
                Assert.Equal(index, got);
                accepted++;
            }
        }

        return accepted;
    }

    private static SrtpResult Receive(SrtpPair pair, byte[] packet) => pair.Receiver.TryUnprotectRtp(packet, HeaderLength, out _, out _);
}
