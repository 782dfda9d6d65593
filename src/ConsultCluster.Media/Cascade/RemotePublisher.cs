using ConsultCluster.Media.Forwarding;

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
