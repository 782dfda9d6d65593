using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Cascade;

/// <summary>One group on one link; decides which of its tracks to offer to the other relay.</summary>
internal sealed class LinkedGroup(Link link, Router router, string name)
{
    private readonly List<ForwardedTrack> _tracks = [];

    public Link Link { get; } = link;

    public Router Router { get; } = router;

    /// <summary>The host's name for the group.</summary>
    public string Name { get; } = name;

    /// <summary>Index among the router's links, as the tracks' tables use it.</summary>
    public int Index { get; set; }

    /// <summary>Links whose tracks are forwarded over this one.</summary>
    public List<Link> PassedOn { get; } = [];

    /// <summary>Announces live tracks and withdraws the others.</summary>
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

    /// <summary>Announces everything again, because the other end has lost its state.</summary>
    public void Renew()
    {
        Clear();
        Update();
    }

    /// <summary>Withdraws everything.</summary>
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

        if (track.Receivers.LinkAt(Index) is not { } forwarded)
        {
            forwarded = Link.Outgoing.Add(this, track);
            track.Receivers.SetLink(Index, forwarded);
            _tracks.Add(forwarded);
        }

        if (forwarded.IsOutdated)
        {
            forwarded.Announce();
        }
    }

    private void Withdraw(ForwardedTrack track)
    {
        track.Track.Receivers.SetLink(Index, null);
        Link.Outgoing.Remove(track);
    }

    /// <summary>
    /// A track received over a link is forwarded over another only by order, and only once, so wrong orders cannot
    /// create a loop.
    /// </summary>
    private bool IsOffered(Track track) => track.IsLive && (track.Publisher switch
    {
        Session => true,
        RemotePublisher remote => remote.Hops <= MaxHopsPassedOn && !ReferenceEquals(remote.Link, Link) && PassedOn.Contains(remote.Link),
        _ => false,
    });

    /// <summary>A remote track has one hop when it comes from its terminal's own relay.</summary>
    private const byte MaxHopsPassedOn = 1;
}
