using BenchmarkDotNet.Attributes;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>
/// A burst of video through the whole core: decrypted, kept, and encrypted for every receiver (AES-GCM by OpenSSL); what is left out
/// is the socket. The relay's clock stands still, so that no timer runs.
/// </summary>
[InvocationCount(Bursts, 1)]
public class ForwardBenchmarks : IDisposable
{
    private const int Bursts = 256;
    private const int Burst = 8;
    private const int Receivers = 50;

    /// <summary>With header, MID and tag 1,100 B on the wire.</summary>
    private const int PayloadLength = Samples.VideoLength - 12 - 8 - SrtpInbox.TagLength;

    private readonly FilmedScene _scene = new(
        publishes: new() { SendsAudio = false, AudioSlots = 0, VideoSlots = 0 },
        watches: new() { SendsAudio = false, SendsVideo = false, AudioSlots = 0, VideoSlots = 1, KeepsPackets = false },
        Receivers);

    private readonly ListSink _published = new();
    private readonly CountingSink _sink = new();
    private int _next;

    /// <summary>Replay protection takes each packet once: new ones.</summary>
    [IterationSetup]
    public void Publish()
    {
        _published.Sent.Clear();
        _next = 0;
        for (var i = 0; i < Bursts; i++)
        {
            _scene.Publisher.Peer.Camera!.SendFrame(Burst, PayloadLength, _scene.Now, _published);
        }
    }

    /// <summary>One burst of 8 packets to 50 receivers: 400 packets out.</summary>
    [Benchmark]
    public long ForwardBurst8To50()
    {
        var before = _sink.Datagrams;
        for (var i = 0; i < Burst; i++)
        {
            _scene.Core.HandleDatagram(_published.Sent[_next++].Datagram, _scene.Publisher.Address, _scene.Now, _sink);
        }

        _scene.Core.Flush(_scene.Now, _sink);
        var sent = _sink.Datagrams - before;
        return sent == Burst * Receivers ? sent : throw new InvalidOperationException($"{sent} packets went out.");
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _scene.Dispose();
        GC.SuppressFinalize(this);
    }
}
