using ConsultCluster.Media.Cascade;
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

    /// <summary>Network reordering is seldom longer.</summary>
    private static readonly TimeSpan ReorderDelay = TimeSpan.FromMilliseconds(10);

    private const int MaxNacksPerPacket = 10;

    private readonly RelayShared _shared;
    private readonly int _historyBytes;

    // Created on first use: a track that is negotiated but never sent costs nothing more.
    private ReceptionStatistics? _reception;
    private NackGenerator? _nacks;
    private KeyframeRequester? _keyframes;
    private SenderClock? _clock;
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

    public uint? RtxSsrc { get; set; }

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

    public bool IsMuted { get; private set; }

    /// <summary>True once media has arrived: receivers get it in a slot.</summary>
    public bool IsLive { get; set; }

    public MonoTime LastPacket { get; private set; }

    /// <summary>Slots by the receiver's index in the router; null where it is in no slot.</summary>
    public Slot?[] Subscribers { get; private set; } = [];

    /// <summary>Its copies for other relays, by the index of their link in the router.</summary>
    public ForwardedTrack?[] Forwarded { get; private set; } = [];

    /// <summary>Counts restarts of the sequence numbers, for other relays: a new SSRC, the end of a pause.</summary>
    public byte Run { get; private set; }

    /// <summary>True when a receiver has it in a slot, here or on another relay.</summary>
    public bool HasReceivers
    {
        get
        {
            foreach (var slot in Subscribers)
            {
                if (slot is not null)
                {
                    return true;
                }
            }

            foreach (var forwarded in Forwarded)
            {
                if (forwarded is { IsSubscribed: true })
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Applies a renegotiation of the section.</summary>
    public void Update(NegotiatedMedia media)
    {
        Media = media;
        Codecs = _shared.Codecs.TableOf(media.Codecs);
    }

    /// <summary>Switches the track to another SSRC, which restarts all numbers.</summary>
    public void Bind(uint ssrc)
    {
        if (Ssrc is not null && Ssrc != ssrc)
        {
            _reception = null;
            _nacks?.Clear();
            History?.Clear();
            _clock?.Clear();
            _forwardedUpTo = -1;
            RestartSubscribers(sameClock: false);
        }

        Ssrc = ssrc;
    }

    public void SetMuted(bool muted)
    {
        if (IsMuted && !muted)
        {
            _nacks?.Clear();
            RestartSubscribers(sameClock: true);
        }

        IsMuted = muted;
    }

    public void SetSubscriber(int index, Slot? slot)
    {
        if (index >= Subscribers.Length)
        {
            if (slot is null)
            {
                return;
            }

            var larger = new Slot?[Math.Max(index + 1, Subscribers.Length * 2)];
            Subscribers.CopyTo(larger, 0);
            Subscribers = larger;
        }

        Subscribers[index] = slot;
    }

    /// <summary>Sets the track's copy for one link; null when it has no receivers there.</summary>
    public void SetForwarded(int index, ForwardedTrack? forwarded)
    {
        if (index >= Forwarded.Length)
        {
            var larger = new ForwardedTrack?[index + 1];
            Forwarded.CopyTo(larger, 0);
            Forwarded = larger;
        }

        Forwarded[index] = forwarded;
    }

    public ForwardedTrack? ForwardedAt(int index) => (uint)index < (uint)Forwarded.Length ? Forwarded[index] : null;

    /// <summary>Media resumes after a pause: schedules reports of its subscribers.</summary>
    public void WakeSubscribers(MonoTime now)
    {
        foreach (var slot in Subscribers)
        {
            slot?.Receiver.WakeBy(now);
        }
    }

    /// <summary>The track is in no slot: missing packets are not requested.</summary>
    public void HandlePause() => _nacks?.Clear();

    public Slot? SubscriberAt(int index) => (uint)index < (uint)Subscribers.Length ? Subscribers[index] : null;

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
        if (!repaired)
        {
            Reception.HandlePacket(packet.Sequence, packet.Timestamp, now);
        }

        LastPacket = now;
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
        }

        Clock.HandlePacket(packet.Timestamp, now);
        Publisher.WakeBy(Nacks.NextTimeout);
        return true;
    }

    private void RestartSubscribers(bool sameClock)
    {
        Run++;
        foreach (var slot in Subscribers)
        {
            slot?.Restart(sameClock);
        }

        foreach (var forwarded in Forwarded)
        {
            forwarded?.HandleRestart();
        }
    }
}
