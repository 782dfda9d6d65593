using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Cascade;

/// <summary>One group on one link: which of its tracks the other relay is offered.</summary>
internal sealed class LinkedGroup(Link link, Router router, string name)
{
    private readonly List<ForwardedTrack> _tracks = [];

    public Link Link { get; } = link;

    public Router Router { get; } = router;

    /// <summary>The host's name for the group.</summary>
    public string Name { get; } = name;

    /// <summary>Index among the router's links, as the tracks' tables use it.</summary>
    public int Index { get; set; }

    /// <summary>Links whose tracks are passed on over this one.</summary>
    public List<Link> PassedOn { get; } = [];

    /// <summary>Announces what is live, and takes back what no longer is.</summary>
    public void Update()
    {
        for (var i = _tracks.Count - 1; i >= 0; i--)
        {
            if (!IsOffered(_tracks[i].Track))
            {
                Withdraw(_tracks[i]);
                _tracks.RemoveAt(i);
            }
        }

        foreach (var member in Router.Members)
        {
            foreach (var track in member.Tracks.All)
            {
                Offer(track);
            }
        }

        foreach (var remote in PassedOn.Count > 0 ? Router.Remotes : [])
        {
            foreach (var track in remote.Tracks)
            {
                Offer(track.Track!);
            }
        }
    }

    /// <summary>The other relay's end has forgotten everything: all is announced again.</summary>
    public void Renew()
    {
        Clear();
        Update();
    }

    /// <summary>Takes everything back.</summary>
    public void Clear()
    {
        foreach (var track in _tracks)
        {
            Withdraw(track);
        }

        _tracks.Clear();
    }

    private void Offer(Track track)
    {
        if (!IsOffered(track))
        {
            return;
        }

        if (track.ForwardedAt(Index) is not { } forwarded)
        {
            forwarded = Link.Outgoing.Add(this, track);
            track.SetForwarded(Index, forwarded);
            _tracks.Add(forwarded);
        }

        if (forwarded.IsOutdated)
        {
            forwarded.Announce();
        }
    }

    private void Withdraw(ForwardedTrack track)
    {
        track.Track.SetForwarded(Index, null);
        Link.Outgoing.Remove(track);
    }

    /// <summary>What came over a link goes on over another only by order, and only once: so no mistake in the orders makes a loop.</summary>
    private bool IsOffered(Track track) => track.IsLive && (track.Publisher switch
    {
        Session => true,
        RemotePublisher remote => remote.Hops <= MaxHopsPassedOn && !ReferenceEquals(remote.Link, Link) && PassedOn.Contains(remote.Link),
        _ => false,
    });

    /// <summary>A remote track has one hop when it comes from its terminal's own relay.</summary>
    private const byte MaxHopsPassedOn = 1;
}
