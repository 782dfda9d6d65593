using ConsultCluster.Media.Rtcp;
using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// A published track, one media section of a terminal: its reception, its history, and its subscribers here and on
/// other relays.
/// </summary>
internal sealed class Track
{
    /// <summary>Two seconds of video at 500 packets/s, and of audio at 50 with room for 10 ms frames.</summary>
    private const int VideoHistoryPackets = 1024;
    private const int AudioHistoryPackets = 128;
    private const int AudioHistoryBytes = 64 * 1024;

    /// <summary>
    /// Silence after which a live track of somebody else takes the slot: audio with DTX sends every 400 ms.
    /// </summary>
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Shortest time between two restarts, and between two changes of the codec. Nothing legitimate is faster, and each
    /// clears the history or assigns slots.
    /// </summary>
    private static readonly TimeSpan MinBetweenRestarts = TimeSpan.FromMilliseconds(100);

    /// <summary>Network reordering is seldom longer.</summary>
    private static readonly TimeSpan ReorderDelay = TimeSpan.FromMilliseconds(10);

    private const int MaxNacksPerPacket = 10;

    private readonly RelayShared _shared;
    private readonly int _historyBytes;
    private NegotiatedCodec? _codec;

    // Created on first use: a track that is negotiated but never sent costs nothing more.
    private ReceptionStatistics? _reception;
    private NackGenerator? _nacks;
    private KeyframeRequester? _keyframes;
    private SenderClock? _clock;
    private StreamContinuity? _continuity;
    private Continuity? _restart;
    private MonoTime _restartedAt;
    private long _forwardedUpTo = -1;
    private uint _lastSenderReport;
    private MonoTime _lastSenderReportAt;

    public Track(IPublisher publisher, NegotiatedMedia media, TrackSource source, RelayShared shared)
    {
        _shared = shared;
        Publisher = publisher;
        Source = source;
        Media = media;
        Codecs = shared.Codecs.TableOf(media.Codecs);
        ClockRate = media.Codecs[0].ClockRate;
        _historyBytes = media.Kind == MediaKind.Video ? shared.Options.VideoHistoryBytes : AudioHistoryBytes;
    }

    public IPublisher Publisher { get; }

    public TrackSource Source { get; }

    public NegotiatedMedia Media { get; private set; }

    public MediaKind Kind => Media.Kind;

    public CodecTable Codecs { get; private set; }

    public int ClockRate { get; }

    /// <summary>SSRC of the stream, or the run of a track of another relay; null before it is known.</summary>
    public uint? Ssrc { get; private set; }

    /// <summary>An SSRC of retransmissions is known.</summary>
    public bool HasRtx { get; set; }

    /// <summary>As last negotiated; the terminal may have changed its SSRC since.</summary>
    public uint? SignalledSsrc { get; set; }

    /// <summary>When the stream last changed its SSRC without a negotiation.</summary>
    public MonoTime BoundAt { get; set; }

    /// <summary>When its layers were last compared.</summary>
    public MonoTime ComparedAt { get; set; }

    /// <summary>The codec that arrives; before the first packet the first negotiated one.</summary>
    public NegotiatedCodec Codec => _codec ?? Codecs.Codecs[0];

    public ReceptionStatistics Reception => _reception ??= new(ClockRate);

    public NackGenerator Nacks => _nacks ??= new(ReorderDelay, MaxNacksPerPacket);

    public KeyframeRequester Keyframes => _keyframes ??= new(_shared.Options.KeyframeInterval);

    public SenderClock Clock => _clock ??= new();

    /// <summary>When the next request to the publisher is due; null while none is pending.</summary>
    public MonoTime? NextFeedback => (_nacks?.NextTimeout, _keyframes?.NextTimeout) switch
    {
        ({ } packets, { } keyframe) => packets < keyframe ? packets : keyframe,
        var (packets, keyframe) => packets ?? keyframe,
    };

    /// <summary>Null before the first packet: an unused screen track costs nothing.</summary>
    public PacketHistory? History { get; private set; }

    /// <summary>Its slots here and its copies for other relays.</summary>
    public TrackReceivers Receivers { get; } = new();

    /// <summary>Chain of packets with which a new receiver can start.</summary>
    public ReplayChain Replay { get; } = new();

    public bool IsMuted { get; private set; }

    /// <summary>The owner says what is off, and this is not: then it does not end because it is still.</summary>
    public bool IsDeclaredOn { get; set; }

    /// <summary>True once media has arrived: receivers get it in a slot.</summary>
    public bool IsLive { get; set; }

    /// <summary>Nothing has come for <see cref="SilentAfter"/>: a live track may take its slots.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>The codec changed: receivers may have to leave or may join. <see cref="Settle"/> resets it.</summary>
    public bool HasNewCodec { get; private set; }

    public MonoTime LastPacket { get; private set; }

    /// <summary>True when somebody who sends may take its slots: it is muted or silent. What is declared on may be still.</summary>
    public bool MayBeReplaced => IsMuted || (IsSilent && !(Source == TrackSource.Screen && IsDeclaredOn));

    /// <summary>Applies a renegotiation of the section, or another announcement.</summary>
    /// <param name="keepsCodec">False when the first negotiated codec counts again.</param>
    public void Update(NegotiatedMedia media, bool keepsCodec = true)
    {
        Media = media;
        Codecs = _shared.Codecs.TableOf(media.Codecs);
        _codec = keepsCodec && _codec is not null ? Codecs.Find(_codec.PayloadType) : null;
        Receivers.HandleCodecs();
    }

    /// <summary>Switches the track to another SSRC, which restarts all numbers.</summary>
    public void Bind(uint ssrc)
    {
        if (Ssrc is not null && Ssrc != ssrc)
        {
            _continuity?.Clear();
            RestartReception(sameClock: false);
        }

        Ssrc = ssrc;
    }

    /// <summary>The owner, or a moderator, says whether the source is off. The caller assigns slots.</summary>
    public void SetMuted(bool muted, MonoTime now)
    {
        if (IsMuted && !muted)
        {
            IsMuted = false;
            _nacks?.Clear();
            Receivers.Restart(sameClock: true);
            RequestKeyframe(now);
        }

        if (muted)
        {
            IsMuted = true;
            Replay.Clear();

            // A camera comes back to its slots; a share that has ended makes room for the next.
            IsLive &= Source != TrackSource.Screen;
        }
    }

    /// <summary>Becomes silent when nothing has come for a while; true when that is new. The caller assigns slots.</summary>
    public bool BecomesSilent(MonoTime now)
    {
        if (LastPacket == default)
        {
            LastPacket = now;
        }

        if (IsSilent || !IsLive || now - LastPacket < SilentAfter)
        {
            return false;
        }

        IsSilent = true;
        return true;
    }

    /// <summary>True when the packet just taken changes who should receive the track; the caller assigns slots.</summary>
    public bool Settle()
    {
        if (!IsSilent && !HasNewCodec)
        {
            return false;
        }

        IsSilent = false;
        HasNewCodec = false;
        return true;
    }

    /// <summary>
    /// The other relay begins or ends to send the track: what came before has no connection with what comes next.
    /// </summary>
    public void HandlePause()
    {
        _nacks?.Clear();
        _continuity?.Clear();
        History?.Clear();
        Replay.Clear();
        _forwardedUpTo = -1;
        LastPacket = default;
        IsSilent = false;
    }

    /// <summary>True when no receiver can have received or requested that packet yet.</summary>
    public bool IsNewest(long sequence) => sequence > _forwardedUpTo;

    /// <summary>The packet was sent to the subscribers.</summary>
    public void HandleForwarded(long sequence) => _forwardedUpTo = Math.Max(_forwardedUpTo, sequence);

    /// <summary>A receiver needs a keyframe; concurrent requests are merged.</summary>
    public void RequestKeyframe(MonoTime now)
    {
        if (Kind == MediaKind.Video && !IsMuted)
        {
            Keyframes.Request(now);
            Publisher.WakeBy(Keyframes.NextTimeout);
        }
    }

    /// <summary>Handles the publisher's sender report (RFC 3550 §6.4.1).</summary>
    public void HandleSenderReport(ulong ntp, uint timestamp, MonoTime now)
    {
        _lastSenderReport = NtpTime.Compact(ntp);
        _lastSenderReportAt = now;
        Clock.HandleReport(timestamp, Publisher.RemoteClock.Translate(ntp, now));
    }

    /// <summary>A report block for the publisher since the last one.</summary>
    public ReportBlock TakeReport(MonoTime now) => Reception.TakeReport(
        Ssrc ?? 0,
        _lastSenderReport,
        _lastSenderReport == 0 ? 0 : (uint)((now - _lastSenderReportAt).TotalSeconds * 65536));

    /// <summary>Handles a packet; true when it must be forwarded.</summary>
    /// <param name="packet">The parsed packet, without history fields.</param>
    /// <param name="codec">Codec of its payload type.</param>
    /// <param name="repaired">True when it arrived as RTX.</param>
    public bool Take(
        in PacketRecord packet, NegotiatedCodec codec, ReadOnlySpan<byte> descriptor, ReadOnlySpan<byte> payload, bool repaired, MonoTime now)
    {
        LastPacket = now;
        if (!repaired && !TryFollow(packet, codec, now))
        {
            _shared.Counters.Strays++;
            return false;
        }

        if (IsMuted)
        {
            _shared.Counters.Muted++;
            return false;
        }

        if (codec.Nack && !Nacks.HandlePacket(packet.Sequence, now))
        {
            RequestKeyframe(now);
        }

        var isKeyframe = Rtp.Keyframes.StartsAt(codec.Codec, payload);
        History ??= new(Kind == MediaKind.Video ? VideoHistoryPackets : AudioHistoryPackets, _historyBytes);
        if (!History.TryAdd(packet with { IsKeyframe = isKeyframe }, descriptor, payload))
        {
            _shared.Counters.Duplicates++;
            return false;
        }

        if (isKeyframe)
        {
            Keyframes.HandleKeyframe();
            Replay.HandleKeyframe(packet.Sequence, packet.Timestamp);
        }

        Clock.HandlePacket(packet.Timestamp, now);
        Publisher.WakeBy(Nacks.NextTimeout);
        return true;
    }

    /// <summary>Follows a stream that starts anew or changes its codec; false when the packet must be dropped.</summary>
    private bool TryFollow(in PacketRecord packet, NegotiatedCodec codec, MonoTime now)
    {
        var continuity = (_continuity ??= new(ClockRate)).HandlePacket(packet.Sequence, packet.Timestamp, now);
        if (continuity == Continuity.Stray)
        {
            return false;
        }

        if (continuity == Continuity.ClockJumps)
        {
            _clock?.Clear();
            Replay.Clear();
            Receivers.HandleClockJump(packet.Sequence);
        }
        else if (continuity != Continuity.Continues)
        {
            _restart = continuity;
        }

        if (_restart is { } restart)
        {
            if (now - _restartedAt < MinBetweenRestarts)
            {
                return false;
            }

            _restartedAt = now;
            RestartReception(sameClock: restart == Continuity.Jumps);
        }

        var isNewest = packet.Sequence > Reception.Highest;
        Reception.HandlePacket(packet.Sequence, packet.Timestamp, now);
        if (ReferenceEquals(codec, _codec))
        {
            return true;
        }

        if (_codec is null || _codec == codec)
        {
            _codec = codec;
        }
        else if (isNewest)
        {
            if (now - _restartedAt < MinBetweenRestarts)
            {
                return false;
            }

            _restartedAt = now;
            _codec = codec;
            HasNewCodec = true;
            Replay.Clear();
            Receivers.Restart(sameClock: true);
        }

        return true;
    }

    /// <summary>All numbers begin again.</summary>
    private void RestartReception(bool sameClock)
    {
        _restart = null;
        _reception?.Clear();
        _nacks?.Clear();
        History?.Clear();
        Replay.Clear();
        _forwardedUpTo = -1;
        if (!sameClock)
        {
            _clock?.Clear();
        }

        Receivers.Restart(sameClock);
    }
}
