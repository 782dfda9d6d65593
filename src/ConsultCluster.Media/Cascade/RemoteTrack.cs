using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Cascade;

/// <summary>A track that another relay announced. Without a group here it only waits.</summary>
internal sealed class RemoteTrack(TrackAnnouncement announcement)
{
    /// <summary>As last announced.</summary>
    public TrackAnnouncement Announcement { get; set; } = announcement;

    /// <summary>Null while this relay has no such group on that link.</summary>
    public RemotePublisher? Publisher { get; private set; }

    /// <summary>Null while this relay has no such group on that link.</summary>
    public Track? Track { get; private set; }

    /// <summary>The other relay was told to send it.</summary>
    public bool IsSubscribed { get; set; }

    public void Attach(RemotePublisher publisher, RelayShared shared)
    {
        Publisher = publisher;
        Track = new(publisher, Announcement.ToMedia(), Announcement.Source, shared);
        publisher.Tracks.Add(this);
    }

    public void Detach()
    {
        if (Publisher is { } publisher)
        {
            Track!.IsLive = false;
            publisher.Tracks.Remove(this);
            Publisher = null;
            Track = null;
            IsSubscribed = false;
        }
    }
}
