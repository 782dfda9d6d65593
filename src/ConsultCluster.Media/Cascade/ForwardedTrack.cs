using ConsultCluster.Media.Forwarding;

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
    private CodecTable? _announced;

    public uint Id { get; } = id;

    public Track Track { get; } = track;

    /// <summary>True when the other relay has receivers for it.</summary>
    public bool IsSubscribed { get; private set; }

    /// <summary>True when the publisher has negotiated other codecs since the announcement.</summary>
    public bool IsOutdated => !ReferenceEquals(_announced, Track.Codecs);

    public void Announce()
    {
        _announced = Track.Codecs;
        var publisher = Track.Publisher;
        group.Link.Channel.Send(new TrackAnnouncement(
            Id, publisher.Id, (byte)publisher.Hops, Track.Kind, Track.Source, group.Name, publisher.Name, Track.Codecs.Codecs).ToMessage());
    }

    public void SetSubscribed(bool isSubscribed, MonoTime now)
    {
        var begins = isSubscribed && !IsSubscribed;
        IsSubscribed = isSubscribed;
        if (begins)
        {
            // Receivers there cannot decode before a keyframe. Requesting it now saves a round trip.
            Track.RequestKeyframe(now);
            group.Link.SendClocksSoon();
        }

        group.Router.SubscriptionsChanged();
    }

    /// <summary>The sequence numbers and the clock known to the peer start again.</summary>
    public void HandleRestart()
    {
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

        var length = LinkPacket.Write(
            datagram[LinkCipher.HeaderLength..], Id, Track.Run, packet, history.Descriptor(packet), payload, isRepeated);
        group.Link.Transport.Commit(datagram, length, sink);
        shared.LinkCounters.MediaOut++;
    }
}
