using ConsultCluster.Media.Rtcp;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>One receive slot of a terminal: its track, and the rewriting of its packets.</summary>
internal sealed class Slot
{
    private readonly RelayShared _shared;

    // Created for the first track and then kept: the stream's numbers continue across tracks.
    private SequenceRewriter? _sequences;
    private TimestampRewriter? _timestamps;
    private SlotWriter? _writer;
    private NackResponder? _resends;
    private bool _needsRun = true;
    private bool _needsClock = true;

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

    public bool CanReceive(Track track) => track.Kind == Media.Kind && Codecs.CanReceive(track.Codecs);

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
        }
    }

    /// <summary>Sets the track; null empties the slot.</summary>
    public void Attach(Track? track)
    {
        Track?.SetSubscriber(Receiver.MemberIndex, null);
        Track = track;
        if (track is not null)
        {
            track.SetSubscriber(Receiver.MemberIndex, this);
            _writer ??= Begin();
            _writer.Map(Codecs, track);
            Restart(sameClock: false);
        }
    }

    /// <summary>The next packet that decoding can start with begins a new run.</summary>
    /// <param name="sameClock">True when the source's RTP clock continued.</param>
    public void Restart(bool sameClock)
    {
        _needsRun = true;
        _needsClock |= !sameClock;
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

        if (_sequences!.TryMap(packet.Sequence, out var sequence))
        {
            if (sequence < _sequences.Highest)
            {
                Resends.HandleLate(sequence, now);
            }

            _writer!.Send(track, packet, sequence, _timestamps!.Map(packet.Timestamp, now), Receiver.Transport, sink);
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

        _writer!.Resend(track, packet, sequence, packet.Timestamp + _timestamps!.Offset, Receiver.Transport, sink);
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

    private void StartRun(in PacketRecord packet, MonoTime now)
    {
        Receiver.WakeBy(now);
        _needsRun = false;
        _sequences!.StartRun(packet.Sequence);
        if (_needsClock)
        {
            _needsClock = false;
            _timestamps!.Switch(packet.Timestamp, now);
        }
    }
}
