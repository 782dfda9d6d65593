using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Cascade;

/// <summary>A track of this relay as one other relay gets it: announced while it is live, sent while somebody there has it in a slot.</summary>
internal sealed class ForwardedTrack(uint id, LinkedGroup group, Track track, RelayShared shared)
{
    /// <summary>As much again as any picture is sent with; the link's own loss is repaired here, so it must not be the limit.</summary>
    private const int MaxResendsPerSecond = 1000;

    private readonly ResendLimiter _limiter = new(MaxResendsPerSecond);
    private CodecTable? _announced;

    public uint Id { get; } = id;

    public Track Track { get; } = track;

    /// <summary>The other relay has receivers for it.</summary>
    public bool IsSubscribed { get; private set; }

    /// <summary>The publisher negotiated other codecs since it was announced.</summary>
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
            // Nobody there can decode before a keyframe: asked for now, it comes a round trip earlier.
            Track.RequestKeyframe(now);
            group.Link.SendClocksSoon();
        }

        group.Router.SubscriptionsChanged();
    }

    /// <summary>The numbers begin anew, and with them the clock that the peer knows.</summary>
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

    /// <summary>Sends a packet again.</summary>
    /// <param name="sequence">Lower 32 bits.</param>
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
