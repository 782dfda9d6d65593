using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;

namespace ConsultCluster.Media.Cascade;

/// <summary>A terminal of another relay, as far as it publishes here.</summary>
internal sealed class RemotePublisher(ulong id, string name, int hops, Link link, Router router, int order) : IPublisher
{
    /// <summary>As for terminals here: sound without packets for that long has stopped.</summary>
    private static readonly TimeSpan MediaTimeout = TimeSpan.FromSeconds(5);

    private MonoTime? _lastMedia;

    public ulong Id { get; } = id;

    public string Name { get; } = name;

    /// <summary>How many links the tracks have come over.</summary>
    public int Hops { get; } = hops;

    public SessionKey? Session => null;

    public Link Link { get; } = link;

    public Router Router { get; } = router;

    /// <summary>Who came later has a higher one: of a terminal that is there twice, the newest counts.</summary>
    public int Order { get; } = order;

    /// <summary>All of them have a <see cref="RemoteTrack.Track"/>.</summary>
    public List<RemoteTrack> Tracks { get; } = [];

    /// <summary>Something that a receiver can begin with has come: a keyframe, or sound where there is no picture.</summary>
    public bool IsReady { get; private set; }

    /// <summary>It is to take the place of the same terminal's elsewhere as soon as it is ready: its media is wanted although nobody has it in a slot.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>The router shows it; not when the terminal has come again elsewhere, or the link is lost.</summary>
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

    /// <summary>Takes note of a packet; true when it is what makes it ready.</summary>
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
            track.Track!.WakeSubscribers(now);
        }
    }
}
