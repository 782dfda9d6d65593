using BenchmarkDotNet.Attributes;
using ConsultCluster.Media.Rtcp;
using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>What every datagram goes through before anything is known of it.</summary>
public class ParseBenchmarks
{
    private readonly byte[] _packet = Samples.Packet(Samples.VideoLength);
    private readonly byte[] _check = Samples.Check();
    private readonly byte[] _compound = Samples.Compound();

    /// <summary>An RTP header with two extension elements, both looked up.</summary>
    [Benchmark]
    public int ParseRtp()
    {
        return RtpHeader.TryParse(_packet, out var header)
            && header.TryFindExtension(_packet, Samples.MidId, out var mid)
            && header.TryFindExtension(_packet, Samples.AudioLevelId, out var level)
            ? mid.Length + level.Length
            : throw new InvalidOperationException("Our own packet does not parse.");
    }

    /// <summary>A connectivity check of seven attributes, its integrity not yet looked at.</summary>
    [Benchmark]
    public bool ParseStun() => StunMessage.TryParse(_check, out var message) && message.UseCandidate;

    /// <summary>The same, with its HMAC verified.</summary>
    [Benchmark]
    public bool VerifyStun() => StunMessage.TryParse(_check, out var message) && message.VerifyIntegrity(Samples.Password);

    /// <summary>A compound of four packets down to report blocks and missing sequence numbers.</summary>
    [Benchmark]
    public int ParseRtcp()
    {
        var found = 0;
        var reader = new RtcpReader(_compound);
        while (reader.TryRead(out var packet))
        {
            switch (packet.Type)
            {
                case RtcpType.ReceiverReport:
                    for (var blocks = packet.ReportBlocks; !blocks.IsEmpty; blocks = blocks[ReportBlock.Length..])
                    {
                        found += ReportBlock.Read(blocks).FractionLost;
                    }

                    break;
                case RtcpType.TransportFeedback:
                    var items = new NackItems(packet.Feedback);
                    while (items.TryRead(out var sequence))
                    {
                        found += sequence;
                    }

                    break;
            }
        }

        return found;
    }
}
