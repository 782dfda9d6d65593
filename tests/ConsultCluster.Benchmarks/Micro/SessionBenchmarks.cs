using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using ConsultCluster.Media;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Rtcp;
using ConsultCluster.Relay.OpenSsl;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Benchmarks.Micro;

/// <summary>What one terminal costs the core besides its media: one publishes, one watches, and a third comes and goes.</summary>
[InvocationCount(Operations, 1)]
public class SessionBenchmarks : IDisposable
{
    private const int Operations = 512;

    /// <summary>More than the relay remembers, so that each check is a new one to it.</summary>
    private const int Checks = 256;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly SessionKey Newcomer = new(1_000_000);

    private readonly FilmedScene _scene = new(publishes: new(), watches: new(), receivers: 1);
    private readonly PeerSeat _publisher;
    private readonly PeerSeat _receiver;
    private readonly (PeerSeat Seat, ListSink Checks)[] _checks;
    private readonly string _offer;
    private readonly string _newcomersOffer;
    private readonly IReadOnlyDictionary<string, TrackSource> _sources;
    private readonly ImmutableArray<TransportAddress> _candidates = [RelayScene.RelayAddress];
    private readonly ListSink _reports = new();
    private readonly ListSink _published = new();
    private readonly ListSink _nacks = new();
    private readonly ListSink[] _alive = [new(), new()];
    private readonly AnsweringSink _sink;
    private readonly PeerSlot _video;
    private MonoTime _now;
    private int _nextCheck;
    private int _nextReport;
    private int _nextPublished;
    private int _nextAlive;
    private long _videoSequence;

    public SessionBenchmarks()
    {
        _publisher = _scene.Publisher;
        _receiver = _scene.Receivers[0];
        _video = _receiver.Peer.VideoSlots.First(slot => slot.Packets.Count > 0);
        _videoSequence = _video.Packets[^1].Sequence;
        _now = _scene.Now;
        _sink = new AnsweringSink([_publisher, _receiver]);
        _checks = [.. new[] { _publisher, _receiver }.Select(seat => (seat, ChecksOf(seat)))];
        _offer = _receiver.Peer.CreateOffer();
        _sources = _receiver.Peer.Sources;
        using var newcomer = new MediaPeer(
            new(), new FakeDtlsSessionFactory(new SeededRandomSource(9)), OpenSslSrtpCrypto.Instance, new SeededRandomSource(9));
        _newcomersOffer = newcomer.CreateOffer();
    }

    /// <summary>Replay protection takes each packet once: new ones.</summary>
    [IterationSetup]
    public void Send()
    {
        _published.Sent.Clear();
        _nacks.Sent.Clear();
        _reports.Sent.Clear();
        Array.ForEach(_alive, sink => sink.Sent.Clear());
        _nextPublished = _nextReport = _nextAlive = 0;
        Span<byte> buffer = stackalloc byte[512];
        for (var i = 0; i < Operations; i++)
        {
            _publisher.Peer.Camera!.SendFrame(1, 1000, _now, _published);
            var writer = new RtcpWriter(buffer);
            writer.WriteNack(1, _video.Ssrc, [++_videoSequence]);
            _receiver.Peer.SendRtcp(buffer[..writer.Length], _nacks);
            writer = new RtcpWriter(buffer);
            writer.WriteReceiverReport(1, [new ReportBlock(_video.Ssrc, 0, 0, (uint)_videoSequence, 10, 0, 0)]);
            writer.WriteSourceDescription(1, "terminal"u8);
            _receiver.Peer.SendRtcp(buffer[..writer.Length], _reports);
            _publisher.Peer.SendRtcp(buffer[..writer.Length], _alive[0]);
            _receiver.Peer.SendRtcp(buffer[..writer.Length], _alive[1]);
        }
    }

    /// <summary>A connectivity check, authenticated and answered.</summary>
    [Benchmark]
    public long AnswerStunCheck() => Check(_checks[0].Seat, _checks[0].Checks);

    /// <summary>An encrypted receiver report.</summary>
    [Benchmark]
    public long TakeRtcpReport()
    {
        _scene.Core.HandleDatagram(_reports.Sent[_nextReport++].Datagram, _receiver.Address, _now, _sink);
        return _scene.Core.Counters.RtcpIn;
    }

    /// <summary>A packet forwarded to one receiver, and sent again as RTX since that asks for it.</summary>
    [Benchmark]
    public long ForwardAndResend()
    {
        var before = _sink.Datagrams;
        _now += Second;
        _scene.Core.HandleDatagram(_published.Sent[_nextPublished].Datagram, _publisher.Address, _now, _sink);
        _scene.Core.Flush(_now, _sink);
        _scene.Core.HandleDatagram(_nacks.Sent[_nextPublished++].Datagram, _receiver.Address, _now, _sink);
        return _sink.Datagrams == before + 2 ? _sink.Datagrams : throw new InvalidOperationException("Nothing was sent again.");
    }

    /// <summary>A second of two connected sessions: a check and a report from each, reports and checks to each, and what the host is told of them.</summary>
    [Benchmark]
    public long UpkeepSecondOfTwo()
    {
        _now += Second;
        for (var i = 0; i < _checks.Length; i++)
        {
            _scene.Core.HandleDatagram(_alive[i].Sent[_nextAlive].Datagram, _checks[i].Seat.Address, _now, _sink);
            Check(_checks[i].Seat, _checks[i].Checks);
        }

        _nextAlive++;

        _scene.Core.HandleTimeout(_now, _sink);
        _sink.Answer(_scene.Core, _now);
        DrainEvents();
        return _scene.Core.SessionCount == 2 ? _sink.Datagrams : throw new InvalidOperationException("A session ended.");
    }

    /// <summary>Offer and answer of a session that is open, nothing changed.</summary>
    [Benchmark]
    public int Renegotiate() => Open(_receiver.Key, _offer);

    /// <summary>Offer and answer of a new session in the same group, and its end.</summary>
    [Benchmark]
    public int JoinAndLeave()
    {
        var length = Open(Newcomer, _newcomersOffer);
        _scene.Core.CloseSession(Newcomer, _now, _sink);
        DrainEvents();
        return length;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _scene.Dispose();
        GC.SuppressFinalize(this);
    }

    private int Open(SessionKey key, string offer)
    {
        if (!_scene.Core.TryOpenSession(
            key, _receiver.Router, RelayScene.Everything, offer, _sources, _candidates, _now, out var answer, out var refusal))
        {
            throw new InvalidOperationException($"Refused: {refusal}.");
        }

        DrainEvents();
        return answer.Length;
    }

    private long Check(PeerSeat seat, ListSink checks)
    {
        var before = _sink.Datagrams;
        _scene.Core.HandleDatagram(checks.Sent[_nextCheck++ % Checks].Datagram, seat.Address, _now, _sink);
        return _sink.Datagrams == before + 1 ? _sink.Datagrams : throw new InvalidOperationException("A check is not answered.");
    }

    private ListSink ChecksOf(PeerSeat seat)
    {
        var all = new ListSink();
        var checks = new ListSink();
        while (checks.Sent.Count < Checks)
        {
            all.Sent.Clear();
            seat.Peer.Roam(_now);
            seat.Peer.HandleTimeout(_now, all);
            checks.Sent.AddRange(all.Sent.Where(sent => DatagramClassifier.Classify(sent.Datagram) == DatagramKind.Stun));
        }

        return checks;
    }

    private void DrainEvents()
    {
        while (_scene.Core.TryTakeEvent(out _))
        {
        }
    }
}
