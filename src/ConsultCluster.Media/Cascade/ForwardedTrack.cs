using System.Collections.Immutable;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Cascade;

/// <summary>
/// A track of this relay as sent to one other relay: announced while it is live, sent while a receiver there has it in
/// a slot.
/// </summary>
internal sealed class ForwardedTrack(uint id, LinkedGroup group, Track track, RelayShared shared)
{
    /// <summary>
    /// More than the packet rate of any video: the link's own loss is repaired here, so this must not be the
    /// bottleneck.
    /// </summary>
    private const int MaxResendsPerSecond = 1000;

    private readonly ResendLimiter _limiter = new(MaxResendsPerSecond);
    private NegotiatedCodec? _announced;
    private CodecTable? _announcedCodecs;
    private ReplayTime _replay;
    private bool _begins;

    public uint Id { get; } = id;

    public Track Track { get; } = track;

    /// <summary>True when the other relay has receivers for it.</summary>
    public bool IsSubscribed { get; private set; }

    /// <summary>True when the publisher has negotiated other codecs since the announcement, or sends another one.</summary>
    public bool IsOutdated => !ReferenceEquals(_announcedCodecs, Track.Codecs) || _announced != Track.Codec;

    /// <summary>Announces the track. The codec that the publisher sends comes first.</summary>
    public void Announce()
    {
        _announcedCodecs = Track.Codecs;
        _announced = Track.Codec;
        var publisher = Track.Publisher;
        ImmutableArray<NegotiatedCodec> codecs = [_announced, .. Track.Codecs.Codecs.Where(codec => codec != _announced)];
        group.Link.Channel.Send(new TrackAnnouncement(
            Id, publisher.Id, (byte)publisher.Hops, Track.Kind, Track.Source, group.Name, publisher.Name, codecs).ToMessage());
    }

    public void SetSubscribed(bool isSubscribed, MonoTime now)
    {
        var begins = isSubscribed && !IsSubscribed;
        IsSubscribed = isSubscribed;
        if (begins)
        {
            _begins = true;
            _replay = default;
            group.Link.SendClocksSoon();
        }

        group.Router.SubscriptionsChanged();
    }

    /// <summary>
    /// The peer has just subscribed, and receivers there cannot decode before a keyframe: replays the last one, or requests
    /// one. That saves a round trip.
    /// </summary>
    public void Begin(MonoTime now, IDatagramSink sink)
    {
        if (!_begins)
        {
            return;
        }

        _begins = false;
        if (Track is not { History: { } history, IsMuted: false, Kind: MediaKind.Video }
            || !Track.Replay.TryFind(history, Track.ClockRate, out var first, out var newest))
        {
            Track.RequestKeyframe(now);
            return;
        }

        _replay = new(newest);
        for (var sequence = first.Sequence; sequence <= history.Highest; sequence++)
        {
            if (history.TryFind(sequence, out var packet))
            {
                Forward(packet, sink);
            }
        }

        Track.HandleForwarded(history.Highest);
        shared.Counters.Replays++;
    }

    /// <summary>The sequence numbers and the clock known to the peer start again.</summary>
    public void HandleRestart()
    {
        _replay = default;
        if (IsSubscribed)
        {
            group.Link.SendClocksSoon();
        }
    }

    /// <summary>Sends one packet.</summary>
    public void Forward(in PacketRecord packet, IDatagramSink sink)
    {
        if (IsSubscribed)
        {
            Send(packet, isRepeated: false, sink);
        }
    }

    /// <summary>Retransmits a packet.</summary>
    /// <param name="sequence">Lower 32 bits of the sequence number.</param>
    public void Resend(uint sequence, MonoTime now, IDatagramSink sink)
    {
        if (Track.History is { } history
            && history.TryFind(history.Highest + (int)(sequence - (uint)history.Highest), out var packet)
            && _limiter.TryTake(packet.Sequence, now, group.Link.Meter.RoundTrip ?? TimeSpan.Zero))
        {
            shared.LinkCounters.Resent++;
            Send(packet, isRepeated: true, sink);
        }
        else
        {
            shared.LinkCounters.ResendsRefused++;
        }
    }

    private void Send(in PacketRecord packet, bool isRepeated, IDatagramSink sink)
    {
        var history = Track.History!;
        var payload = history.Payload(packet);
        var datagram = group.Link.Transport.Reserve(LinkPacket.MaxOverhead + packet.DescriptorLength + payload.Length, sink);
        if (datagram.IsEmpty)
        {
            return;
        }

        var sent = packet with { Timestamp = _replay.Map(packet.Timestamp) };
        var length = LinkPacket.Write(
            datagram[LinkCipher.HeaderLength..], Id, Track.Receivers.Run, sent, history.Descriptor(packet), payload, isRepeated);
        group.Link.Transport.Commit(datagram, length, sink);
        shared.LinkCounters.MediaOut++;
    }
}
