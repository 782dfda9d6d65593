using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Cascade;

/// <summary>A track announced by another relay. It waits until its group is on this link.</summary>
internal sealed class RemoteTrack(TrackAnnouncement announcement)
{
    /// <summary>The last announcement.</summary>
    public TrackAnnouncement Announcement { get; set; } = announcement;

    /// <summary>Null while the group is not on that link.</summary>
    public RemotePublisher? Publisher { get; private set; }

    /// <summary>Null while the group is not on that link.</summary>
    public Track? Track { get; private set; }

    /// <summary>True when the other relay was asked to send it.</summary>
    public bool IsSubscribed { get; set; }

    public void Attach(RemotePublisher publisher, RelayShared shared)
    {
        Publisher = publisher;
        Track = new(publisher, Announcement.ToMedia(), Announcement.Source, shared)
        {
            // Its own relay withdraws what is off.
            IsDeclaredOn = true,
        };
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
