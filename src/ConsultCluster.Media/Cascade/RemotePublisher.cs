using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Cascade;

/// <summary>A terminal of another relay that publishes here.</summary>
internal sealed class RemotePublisher(ulong id, string name, int hops, Link link, Router router, int order) : IPublisher
{
    /// <summary>As for local terminals: audio without packets for this long has stopped.</summary>
    private static readonly TimeSpan MediaTimeout = TimeSpan.FromSeconds(5);

    private MonoTime? _lastMedia;

    public ulong Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>Number of links that the tracks have crossed.</summary>
    public int Hops { get; } = hops;

    public SessionKey? Session => null;

    public Link Link { get; } = link;

    public Router Router { get; } = router;

    /// <summary>Later publishers have higher numbers: of duplicates of one terminal, the newest counts.</summary>
    public int Order { get; } = order;

    /// <summary>Its tracks; each has a <see cref="RemoteTrack.Track"/>.</summary>
    public List<RemoteTrack> Tracks { get; } = [];

    /// <summary>True once receivers can start decoding: after a keyframe, or after audio without video.</summary>
    public bool IsReady { get; private set; }

    /// <summary>
    /// True while it waits to replace the same terminal's publisher elsewhere: its media is needed although it is in no
    /// slot.
    /// </summary>
    public bool IsAwaited { get; set; }

    /// <summary>True while the router shows it: no newer publisher of the terminal, and the link is not lost.</summary>
    public bool IsShown { get; private set; }

    public RemoteClock RemoteClock => Link.RemoteClock;

    public bool HasMedia(MonoTime now) => _lastMedia is { } last && now - last < MediaTimeout;

    public void WakeBy(MonoTime? at) => Link.WakeBy(at);

    public void Show(bool isShown)
    {
        IsShown = isShown;
        foreach (var track in Tracks)
        {
            track.Track!.IsLive = isShown;
        }
    }

    /// <summary>Handles a packet; true when the publisher becomes ready with it.</summary>
    public bool BecomesReady(Track track, bool isKeyframe)
    {
        if (IsReady || !(isKeyframe || (track.Kind == MediaKind.Audio && Tracks.TrueForAll(other => other.Track!.Kind == MediaKind.Audio))))
        {
            return false;
        }

        IsReady = true;
        return true;
    }

    public void HandleMedia(MonoTime now)
    {
        var sent = HasMedia(now);
        _lastMedia = now;
        if (sent)
        {
            return;
        }

        foreach (var track in Tracks)
        {
            track.Track!.Receivers.Wake(now);
        }
    }
}
