using System.Buffers.Binary;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Rtp;

namespace ConsultCluster.Media.Cascade;

/// <summary>All tracks that one link's peer offers: receives their media, and subscribes to them.</summary>
internal sealed class RemoteTracks(Link link, RelayShared shared)
{
    /// <summary>Enough for 1,000 terminals with camera, microphone and screen.</summary>
    private const int MaxTracks = 4096;

    /// <summary>Limit of payload and descriptor, the same as for terminals.</summary>
    private const int MaxPayload = 1500;

    private const int ClocksHeaderLength = 12;
    private const int ClockLength = 9;

    private readonly Dictionary<uint, RemoteTrack> _tracks = [];

    public int Count => _tracks.Count;

    public Dictionary<uint, RemoteTrack>.ValueCollection All => _tracks.Values;

    /// <summary>Handles an announcement: a track is live, or its codecs changed.</summary>
    public void HandleAnnouncement(TrackAnnouncement announcement)
    {
        if (_tracks.TryGetValue(announcement.Id, out var known))
        {
            known.Announcement = announcement;
            known.Track?.Update(announcement.ToMedia(), keepsCodec: false);
            known.Publisher?.Router.Assign();
            return;
        }

        if (_tracks.Count == MaxTracks)
        {
            shared.LinkCounters.TooManyTracks++;
            return;
        }

        var track = new RemoteTrack(announcement);
        _tracks.Add(announcement.Id, track);
        if (link.FindGroup(announcement.Group) is { } group)
        {
            Attach(track, group.Router);
            group.Router.Assign();
        }
    }

    public void HandleGone(uint id)
    {
        if (_tracks.Remove(id, out var track) && track.Publisher is { } publisher)
        {
            Detach(track);
            publisher.Router.Assign();
        }
    }

    /// <summary>The group joined this link: its waiting tracks are shown. The caller assigns slots.</summary>
    public void Join(LinkedGroup group)
    {
        foreach (var track in _tracks.Values)
        {
            if (track.Track is null && string.Equals(track.Announcement.Group, group.Name, StringComparison.Ordinal))
            {
                Attach(track, group.Router);
            }
        }
    }

    /// <summary>The group left this link. The caller assigns slots.</summary>
    public void Leave(LinkedGroup group)
    {
        foreach (var (id, track) in _tracks)
        {
            if (ReferenceEquals(track.Publisher?.Router, group.Router))
            {
                if (track.IsSubscribed)
                {
                    link.Channel.Send(TrackSubscription.ToMessage(id, isSubscribed: false));
                }

                Detach(track);
            }
        }
    }

    /// <summary>
    /// Removes all tracks, because the peer's end lost its state or the link ends. The caller assigns slots.
    /// </summary>
    public void Clear()
    {
        foreach (var track in _tracks.Values)
        {
            Detach(track);
        }

        _tracks.Clear();
    }

    /// <summary>Handles a media packet; false when it is malformed.</summary>
    public bool TryHandleMedia(ReadOnlySpan<byte> message, MonoTime now, IDatagramSink sink)
    {
        if (!LinkPacket.TryRead(message, out var packet) || packet.Payload.Length + packet.Descriptor.Length > MaxPayload)
        {
            return false;
        }

        if (!_tracks.TryGetValue(packet.Track, out var remote)
            || remote is not { Track: { } track, Publisher: { } publisher }
            || track.Codecs.Find(packet.PayloadType) is not { } codec
            || !IsInRun(track, packet.Run))
        {
            shared.LinkCounters.UnknownTrack++;
            return true;
        }

        var router = publisher.Router;
        if (router.IsFull)
        {
            router.Flush(now, sink);
        }

        var highest = track.Reception.Highest;
        var sequence = highest < 0 ? packet.Sequence : highest + (int)(packet.Sequence - (uint)highest);
        var record = new PacketRecord(sequence, packet.Timestamp, packet.PayloadType, packet.Marker, packet.AudioLevel, false, 0, 0, 0, 0);
        publisher.HandleMedia(now);
        if (track.Take(record, codec, packet.Descriptor, packet.Payload, packet.IsRepeated, now))
        {
            shared.LinkCounters.MediaIn++;
            if (!publisher.IsReady && publisher.BecomesReady(track, Keyframes.StartsAt(codec.Codec, packet.Payload)) && publisher.IsAwaited)
            {
                router.Assign();
            }

            if (track.Settle())
            {
                router.Assign();
            }

            router.Enqueue(track, sequence);
        }

        return true;
    }

    /// <summary>Handles the peer's RTP clocks; false when the message is malformed.</summary>
    public bool TryHandleClocks(ReadOnlySpan<byte> message, MonoTime now)
    {
        if (message.Length < ClocksHeaderLength)
        {
            return false;
        }

        var ntp = BinaryPrimitives.ReadUInt64BigEndian(message[4..]);
        for (var rest = message[ClocksHeaderLength..]; rest.Length >= ClockLength; rest = rest[ClockLength..])
        {
            if (_tracks.TryGetValue(BinaryPrimitives.ReadUInt32BigEndian(rest), out var remote)
                && remote.Track is { } track
                && IsInRun(track, rest[4]))
            {
                track.HandleSenderReport(ntp, BinaryPrimitives.ReadUInt32BigEndian(rest[5..]), now);
            }
        }

        return true;
    }

    /// <summary>Updates the peer's subscriptions: which tracks have receivers here.</summary>
    public void UpdateSubscriptions(RemotePublisher publisher)
    {
        foreach (var remote in publisher.Tracks)
        {
            var isWanted = remote.Track!.Receivers.Any || publisher.IsAwaited;
            if (isWanted != remote.IsSubscribed)
            {
                remote.IsSubscribed = isWanted;
                link.Channel.Send(TrackSubscription.ToMessage(remote.Announcement.Id, isWanted));
                remote.Track.HandlePause();
            }
        }
    }

    /// <summary>Tracks that are subscribed and do not come give way to others.</summary>
    public void FindSilentTracks(MonoTime now)
    {
        foreach (var remote in _tracks.Values)
        {
            if (remote is { IsSubscribed: true, Track: { } track, Publisher: { } publisher } && track.BecomesSilent(now))
            {
                publisher.Router.Assign();
            }
        }
    }

    /// <summary>When the next request is due; null when none is.</summary>
    public MonoTime? NextTimeout
    {
        get
        {
            MonoTime? next = null;
            foreach (var remote in _tracks.Values)
            {
                if (remote.Track?.NextFeedback is { } at && (next is not { } first || at < first))
                {
                    next = at;
                }
            }

            return next;
        }
    }

    private void Attach(RemoteTrack track, Router router)
    {
        var announcement = track.Announcement;
        if (router.HasMember(announcement.PublisherId))
        {
            // Our own track, returned over a detour.
            return;
        }

        var publisher = router.Remotes.Find(known => ReferenceEquals(known.Link, link) && known.Id == announcement.PublisherId);
        if (publisher is null)
        {
            publisher = new(announcement.PublisherId, announcement.Publisher, announcement.Hops + 1, link, router, router.NextOrder());
            router.Remotes.Add(publisher);
        }

        track.Attach(publisher, shared);
    }

    private static void Detach(RemoteTrack track)
    {
        var publisher = track.Publisher;
        track.Detach();
        if (publisher is { Tracks.Count: 0 })
        {
            publisher.Router.Remotes.Remove(publisher);
        }
    }

    /// <summary>Follows the peer's runs: a new run restarts all numbers. False for packets of an older run.</summary>
    private static bool IsInRun(Track track, byte run)
    {
        if (track.Ssrc is not { } known)
        {
            track.Bind(run);
            return true;
        }

        var ahead = (sbyte)(run - (byte)known);
        if (ahead > 0)
        {
            track.Bind(known + (uint)ahead);
        }

        return ahead >= 0;
    }
}
