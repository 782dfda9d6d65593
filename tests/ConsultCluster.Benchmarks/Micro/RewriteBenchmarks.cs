using BenchmarkDotNet.Attributes;
using ConsultCluster.Media;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Rtp;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>A packet's numbers and header as one receiver gets them; encryption is measured apart.</summary>
public class RewriteBenchmarks
{
    private readonly byte[] _buffer = new byte[320];
    private readonly byte[] _descriptor = Samples.Payload(20);
    private readonly SequenceRewriter _sequences = new(100);
    private readonly TimestampRewriter _timestamps = new(90_000, 1_000);
    private long _sequence;

    public RewriteBenchmarks()
    {
        _sequences.StartRun(0);
        _timestamps.Switch(0, default);
    }

    /// <summary>As most video goes out: with MID.</summary>
    [Benchmark]
    public int RewriteVideo()
    {
        var header = Begin(twoByte: false);
        header.AddExtension(Samples.MidId, "0"u8);
        return header.Finish();
    }

    /// <summary>As AV1 goes out: with MID and a dependency descriptor too long for the one-byte form.</summary>
    [Benchmark]
    public int RewriteWithDescriptor()
    {
        var header = Begin(twoByte: true);
        header.AddExtension(Samples.MidId, "0"u8);
        header.AddExtension(12, _descriptor);
        return header.Finish();
    }

    private RtpHeaderWriter Begin(bool twoByte)
    {
        var source = _sequence++;
        _sequences.TryMap(source, out var sequence);
        var timestamp = _timestamps.Map((uint)source, new MonoTime(source));
        return new RtpHeaderWriter(_buffer, marker: false, 96, (ushort)sequence, timestamp, 0x1234_5678, twoByte);
    }
}
