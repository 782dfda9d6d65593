using ConsultCluster.Media.Rtcp;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>One receive slot of a terminal: its track, and the rewriting of its packets.</summary>
internal sealed class Slot
{
    /// <summary>Silence of a track after which its publisher may have no new frame to make a keyframe of.</summary>
    private static readonly TimeSpan StillAfter = TimeSpan.FromMilliseconds(300);

    /// <summary>Shortest time between two replays, each of which may be 256 packets.</summary>
    private static readonly TimeSpan ReplayInterval = TimeSpan.FromSeconds(1);

    private readonly RelayShared _shared;

    // Created for the first track and then kept: the stream's numbers continue across tracks.
    private SequenceRewriter? _sequences;
    private TimestampRewriter? _timestamps;
    private SlotWriter? _writer;
    private NackResponder? _resends;
    private ReplayTime _replay;
    private MonoTime _replayedAt;
    private long _replayedUpTo = -1;
    private bool _needsRun = true;
    private bool _needsClock = true;
    private long _clockJump = long.MaxValue;

    public Slot(Session receiver, NegotiatedMedia media, RelayShared shared)
    {
        _shared = shared;
        Receiver = receiver;
        Media = media;
        Codecs = shared.Codecs.TableOf(media.Codecs);
    }

    public Session Receiver { get; }

    public NegotiatedMedia Media { get; private set; }

    public CodecTable Codecs { get; private set; }

    public Track? Track { get; private set; }

    public NackResponder Resends => _resends ??= new(this, _shared);

    /// <summary>The terminal's reports about this slot's stream; null before the first.</summary>
    public DownstreamReport? Report { get; private set; }

    /// <summary>True when the terminal can decode what the track's publisher sends now.</summary>
    public bool CanReceive(Track track) => track.Kind == Media.Kind && Codecs.CanReceive(track.Codec);

    /// <summary>Applies a renegotiation of the section.</summary>
    public void Update(NegotiatedMedia media)
    {
        Media = media;
        Codecs = _shared.Codecs.TableOf(media.Codecs);
        _writer?.Update(media);
        if (Track is { } track)
        {
            _writer!.Map(Codecs, track);
            Restart(sameClock: true);
            Receiver.Slots.HandleNew();
        }
    }

    /// <summary>The publisher has negotiated its codecs again.</summary>
    public void HandleCodecs()
    {
        if (Track is { } track)
        {
            _writer!.Map(Codecs, track);
        }
    }

    /// <summary>Sets the track; null empties the slot.</summary>
    public void Attach(Track? track)
    {
        Track?.Receivers.SetSlot(Receiver.MemberIndex, null);
        Track = track;
        if (track is not null)
        {
            track.Receivers.SetSlot(Receiver.MemberIndex, this);
            _writer ??= Begin();
            _writer.Map(Codecs, track);
            Restart(sameClock: false);
            Receiver.Slots.HandleNew();
        }
    }

    /// <summary>
    /// The terminal can receive the track from now on: replays what it needs to start, or requests a keyframe from the
    /// publisher.
    /// </summary>
    public void Begin(MonoTime now, IDatagramSink sink)
    {
        if (Track is { Kind: MediaKind.Video } track && _needsRun && !TryReplay(track, now, sink))
        {
            track.RequestKeyframe(now);
        }
    }

    /// <summary>
    /// The terminal cannot decode: asks the publisher. Of a still scene, which may have no new frame, the last picture is
    /// sent again as well.
    /// </summary>
    public void HandleKeyframeRequest(MonoTime now, IDatagramSink sink)
    {
        if (Track is not { } track)
        {
            return;
        }

        track.RequestKeyframe(now);
        if (track.Kind == MediaKind.Video && now - track.LastPacket >= StillAfter && now - _replayedAt >= ReplayInterval)
        {
            TryReplay(track, now, sink);
        }
    }

    /// <summary>The next packet that decoding can start with begins a new run.</summary>
    /// <param name="sameClock">True when the source's RTP clock continued.</param>
    public void Restart(bool sameClock)
    {
        _needsRun = true;
        _needsClock |= !sameClock;
    }

    /// <summary>
    /// From that packet on, the stream continues under another clock. It begins a run: repeated packets of before must not
    /// get another timestamp (RFC 3711 §9.1).
    /// </summary>
    public void HandleClockJump(long sequence)
    {
        _clockJump = sequence;
        _needsClock |= _needsRun;
    }

    /// <summary>Sends one packet of the track.</summary>
    public void Forward(Track track, in PacketRecord packet, MonoTime now, IDatagramSink sink)
    {
        if (_needsRun)
        {
            if (!packet.IsKeyframe)
            {
                track.RequestKeyframe(now);
                return;
            }

            StartRun(packet, now);
        }
        else if (packet.Sequence >= _clockJump)
        {
            StartRun(packet, now, isNewClock: true);
        }

        if (packet.Sequence <= _replayedUpTo)
        {
            return;
        }

        if (_sequences!.TryMap(packet.Sequence, out var sequence))
        {
            if (sequence < _sequences.Highest)
            {
                Resends.HandleLate(sequence, now);
            }

            _writer!.Send(track, packet, sequence, _timestamps!.Map(_replay.Map(packet.Timestamp), now), Receiver.Transport, sink);
        }
    }

    /// <summary>Retransmits a packet that the receiver requests by its own number.</summary>
    public ResendResult Resend(ushort wanted, MonoTime now, IDatagramSink sink)
    {
        if (Track is not { History: { } history } track
            || _needsRun
            || !_sequences!.TryReverse(wanted, out var source, out var sequence)
            || !history.TryFind(source, out var packet))
        {
            return ResendResult.Missing;
        }

        if (!Resends.MayResend(sequence, now))
        {
            return ResendResult.Refused;
        }

        _writer!.Resend(track, packet, sequence, _replay.Map(packet.Timestamp) + _timestamps!.Offset, Receiver.Transport, sink);
        return ResendResult.Sent;
    }

    /// <summary>Appends a sender report, unless nothing was sent since the track was set (RFC 3550 §6.4.1).</summary>
    public void WriteSenderReport(ref RtcpWriter writer, MonoTime now, ulong ntp)
    {
        if (Track is { } track && !_needsRun && track.Clock.TryRead(now, track.ClockRate, out var timestamp))
        {
            writer.WriteSenderReport(Media.LocalSsrc, ntp, timestamp + _timestamps!.Offset, _writer!.Packets, _writer.Octets);
        }
    }

    /// <summary>Handles a report block about this slot's stream.</summary>
    public void HandleReport(in ReportBlock block)
    {
        Report ??= new();
        Report.Handle(block);
    }

    public SlotFill ToFill() => new(
        Media.Mid,
        Track?.Publisher.Session,
        Track?.Source,
        Track is { Publisher: { Session: null } remote } ? remote.Name : null);

    private SlotWriter Begin()
    {
        // Start in the lower half: a receiver that misses the first packets must not mistake the first wrap for a start
        // (RFC 3711 §3.3.1).
        _sequences = new(_shared.NextUInt32() & 0x3FFF);
        _timestamps = new(Media.Codecs[0].ClockRate, _shared.NextUInt32());
        return new(Media, _shared);
    }

    private bool TryReplay(Track track, MonoTime now, IDatagramSink sink)
    {
        if (track.History is not { } history || track.IsMuted || !Receiver.Transport.Ice.IsProven
            || !track.Replay.TryFind(history, track.ClockRate, out var first, out var newest))
        {
            return false;
        }

        StartRun(first with { Timestamp = new ReplayTime(newest).Map(first.Timestamp) }, now, isNewClock: true);
        _replay = new(newest);
        _replayedAt = now;
        for (var source = first.Sequence; source <= history.Highest; source++)
        {
            if (history.TryFind(source, out var packet))
            {
                Forward(track, packet, now, sink);
            }
        }

        // They may also wait in the queue.
        _replayedUpTo = history.Highest;
        track.HandleForwarded(_replayedUpTo);
        _shared.Counters.Replays++;
        return true;
    }

    private void StartRun(in PacketRecord packet, MonoTime now, bool isNewClock = false)
    {
        Receiver.WakeBy(now);
        _needsRun = false;
        _clockJump = long.MaxValue;
        _needsClock |= isNewClock;
        _replay = default;
        _replayedUpTo = -1;
        _sequences!.StartRun(packet.Sequence);
        if (_needsClock)
        {
            _needsClock = false;
            _timestamps!.Switch(packet.Timestamp, now);
        }
    }
}
