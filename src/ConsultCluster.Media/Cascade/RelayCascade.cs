using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Media.Cascade;

/// <summary>Links of one relay core to other relays, and the groups on them. Owned by the core's owner.</summary>
public sealed class RelayCascade : IDisposable
{
    /// <summary>Limit of secrets per link: the one in use, its successor, and one more for reordered orders.</summary>
    private const int MaxGenerations = 3;

    /// <summary>Limit of addresses tried per peer.</summary>
    private const int MaxCandidates = 8;

    private static readonly TimeSpan RetryAfterFault = TimeSpan.FromSeconds(1);

    private readonly Routers _routers;
    private readonly RelayShared _shared;
    private readonly LinkDirectory _links = new();
    private readonly Dictionary<RouterKey, GroupCascade> _groups = [];
    private readonly List<LinkGeneration> _removed = [];

    internal RelayCascade(Routers routers, RelayShared shared)
    {
        _routers = routers;
        _shared = shared;
    }

    /// <summary>Counters.</summary>
    public LinkCounters Counters => _shared.LinkCounters;

    internal MonoTime? NextTimeout => _shared.LinkDeadlines.First?.At;

    /// <summary>Creates a link, or updates its secret and addresses.</summary>
    /// <param name="side">Constant for the link's lifetime; the peer has the other side.</param>
    /// <param name="candidates">The peer's possible addresses; empty when only the peer can initiate.</param>
    public LinkOrderResult SetLink(LinkKey key, LinkSide side, LinkSecret secret, ImmutableArray<TransportAddress> candidates, MonoTime now)
    {
        var link = _links.Find(key);
        var newest = link?.Transport.Generations[^1];
        if (newest is not null && secret.Generation < newest.Generation)
        {
            return LinkOrderResult.Stale;
        }

        if (secret.Bytes.Length != LinkSecret.Length || (newest?.Generation == secret.Generation && !newest.HasSecret(secret)))
        {
            return LinkOrderResult.BadSecret;
        }

        if (newest is null || newest.Generation < secret.Generation)
        {
            var made = link ?? new Link(key, side, _shared, now);
            var generation = new LinkGeneration(made, secret, _shared);
            if (!_links.TryAdd(generation))
            {
                if (link is null)
                {
                    made.Dispose();
                }

                return LinkOrderResult.BadSecret;
            }

            Add(made, generation, isNew: link is null);
            link = made;
        }

        link!.Transport.Candidates = [.. candidates.Take(MaxCandidates)];
        link.WakeSoon();
        return LinkOrderResult.Done;
    }

    /// <summary>
    /// Removes a link. An unknown link is not an error. <see cref="LinkOrderResult.Stale"/> when it has a newer secret.
    /// </summary>
    public LinkOrderResult RemoveLink(LinkKey key, long generation)
    {
        if (_links.Find(key) is not { } link)
        {
            return LinkOrderResult.Done;
        }

        if (link.Transport.Generations[^1].Generation > generation)
        {
            return LinkOrderResult.Stale;
        }

        _links.Remove(link);
        link.End();
        link.Dispose();
        return LinkOrderResult.Done;
    }

    /// <summary>
    /// Shares a group's tracks with other relays; replaces the previous order. A peer without a link joins once it has
    /// one.
    /// </summary>
    public void SetGroup(RouterKey key, GroupCascade cascade)
    {
        if (cascade.Peers.IsEmpty)
        {
            ClearGroup(key);
            return;
        }

        _groups[key] = cascade;
        var router = _routers.GetOrAdd(key);
        router.IsCascaded = true;
        foreach (var group in router.Links.ToArray())
        {
            if (!cascade.Peers.Contains(group.Link.Key) || !string.Equals(group.Name, cascade.Group, StringComparison.Ordinal))
            {
                router.Leave(group);
            }
        }

        foreach (var peer in cascade.Peers)
        {
            if (_links.Find(peer) is { } link && !router.Links.Exists(group => ReferenceEquals(group.Link, link)))
            {
                router.Join(new(link, router, cascade.Group));
            }
        }

        SetRoutes(router, cascade);
        router.Assign();
    }

    /// <summary>Removes the group from all links. An unknown group is not an error.</summary>
    public void ClearGroup(RouterKey key)
    {
        if (_groups.Remove(key) && _routers.TryFind(key, out var router))
        {
            router.IsCascaded = false;
            foreach (var group in router.Links.ToArray())
            {
                router.Leave(group);
            }

            _routers.Release(router);
        }
    }

    /// <summary>A link's current measurement; null when unknown.</summary>
    public LinkMeasure? Measure(LinkKey key) => _links.Find(key) is { } link ? link.Meter.Measure(link.Transport.Generation) : null;

    /// <summary>The next event, oldest first; false when there is none.</summary>
    public bool TryTakeEvent([NotNullWhen(true)] out LinkEvent? linkEvent) => _shared.LinkEvents.TryDequeue(out linkEvent);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var link in _links.All)
        {
            link.Dispose();
        }
    }

    internal void HandleDatagram(Span<byte> datagram, in TransportAddress from, MonoTime now, IDatagramSink sink)
    {
        _shared.LinkCounters.DatagramsIn++;
        if (LinkCipher.TryReadIndex(datagram, out var index))
        {
            if (_links.FindByIndex(index) is { } generation)
            {
                generation.Link.HandleSealed(generation, datagram, from, now, sink);
            }
            else
            {
                _shared.LinkCounters.Unknown++;
            }
        }
        else if (LinkHello.TryRead(datagram, out var hello))
        {
            HandleHello(datagram, hello, from, now, sink);
        }
        else
        {
            _shared.LinkCounters.Malformed++;
        }
    }

    internal void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
        while (_shared.LinkDeadlines.First is { } first && first.At <= now)
        {
            // Postpone first: a link whose work fails must not block the others.
            first.Owner.SleepUntil(now + RetryAfterFault);
            first.Owner.HandleTimeout(now, sink, _removed);
            foreach (var generation in _removed)
            {
                _links.Remove(generation);
            }

            _removed.Clear();
        }
    }

    private static void SetRoutes(Router router, GroupCascade cascade)
    {
        foreach (var group in router.Links)
        {
            group.PassedOn.Clear();
            foreach (var (from, to) in cascade.Routes)
            {
                if (to == group.Link.Key && router.Links.Find(other => other.Link.Key == from) is { } source && source != group)
                {
                    group.PassedOn.Add(source.Link);
                }
            }
        }
    }

    private void Add(Link link, LinkGeneration generation, bool isNew)
    {
        var transport = link.Transport;
        transport.Add(generation);
        if (transport.Generations.Count > MaxGenerations)
        {
            _links.Remove(transport.RemoveOldestUnused());
        }

        if (!isNew)
        {
            return;
        }

        _links.Add(link);
        foreach (var (key, cascade) in _groups.ToArray())
        {
            if (cascade.Peers.Contains(link.Key))
            {
                SetGroup(key, cascade);
            }
        }
    }

    private void HandleHello(ReadOnlySpan<byte> datagram, in LinkHello hello, in TransportAddress from, MonoTime now, IDatagramSink sink)
    {
        if (_links.FindByKeyId(hello.KeyId) is not { } generation)
        {
            _shared.LinkCounters.Unknown++;
        }
        else if (!generation.IsAuthentic(datagram))
        {
            _shared.LinkCounters.AuthenticationFailed++;
        }
        else
        {
            generation.Link.HandleHello(generation, hello, from, now, sink);
        }
    }
}
