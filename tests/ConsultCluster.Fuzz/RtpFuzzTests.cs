using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Fuzz;

public sealed class RtpFuzzTests
{
    private const int Rounds = 200_000;

    [Fact]
    public void TryParse_RandomAndDamagedPackets_NeverThrowsAndStaysInside()
    {
        var random = new Random(20);
        var packet = new byte[300];
        for (var i = 0; i < Rounds; i++)
        {
            random.NextBytes(packet);
            packet[0] = (byte)(0x80 | (packet[0] & (i % 2 == 0 ? 0x3F : 0x30)));
            if (i % 4 == 0)
            {
                packet[12] = 0xBE;
                packet[13] = 0xDE;
                packet[14] = 0;
                packet[15] &= 0x3F;
            }

            var span = packet.AsSpan(0, random.Next(packet.Length));
            if (!RtpHeader.TryParse(span, out var header))
            {
                continue;
            }

            Assert.InRange(header.Length, RtpHeader.FixedLength, span.Length);
            for (byte id = 0; id < 20; id++)
            {
                _ = header.TryFindExtension(span, id, out _);
            }

            if (header.TryGetPayload(span, out var payload))
            {
                Assert.True(payload.Length <= span.Length - header.Length);
                StartsAt(payload);
            }
        }
    }

    [Fact]
    public void StartsAt_RandomPayloads_NeverThrows()
    {
        var random = new Random(21);
        var payload = new byte[24];
        for (var i = 0; i < Rounds; i++)
        {
            random.NextBytes(payload);
            StartsAt(payload.AsSpan(0, random.Next(payload.Length)));
        }
    }

    private static void StartsAt(ReadOnlySpan<byte> payload)
    {
        foreach (var codec in Enum.GetValues<RtpCodec>())
        {
            _ = Keyframes.StartsAt(codec, payload);
        }
    }
}
