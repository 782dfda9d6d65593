using BenchmarkDotNet.Attributes;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>The packets of a video track that receivers may ask for again.</summary>
public class HistoryBenchmarks
{
    private const int Packets = 512;
    private const int Bytes = 1024 * 1024;

    private readonly PacketHistory _history = new(Packets, Bytes);
    private readonly byte[] _payload = Samples.Payload(Samples.VideoLength);
    private long _sequence;

    public HistoryBenchmarks()
    {
        for (var i = 0; i < Packets; i++)
        {
            AddToHistory();
        }
    }

    [Benchmark]
    public bool AddToHistory() => _history.TryAdd(new PacketRecord { Sequence = _sequence++, PayloadType = 96 }, [], _payload);

    /// <summary>A packet found and its payload read, as when it is forwarded.</summary>
    [Benchmark]
    public int FindInHistory() => _history.TryFind(_sequence - 100, out var packet) ? _history.Payload(packet).Length : throw Missing();

    /// <summary>A packet found and made ready to be sent again (RFC 4588).</summary>
    [Benchmark]
    public int FindForRtx() => _history.TryFind(_sequence - 100, out var packet) ? _history.RtxPayload(packet, 7).Length : throw Missing();

    private static InvalidOperationException Missing() => new("100 packets of 1,100 B fit this history.");
}
