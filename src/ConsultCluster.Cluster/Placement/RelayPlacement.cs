using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using PlannedDirectory = ConsultCluster.Domain.Relays.RelayDirectory;


namespace ConsultCluster.Cluster.Placement;

/// <summary>Puts the domain's question, which relay for whom, with the relays as they are now. May be called from any thread.</summary>
public sealed class RelayPlacement
{
    /// <summary>Relays measure their load once per second; asking them more often tells nothing new.</summary>
    private static readonly TimeSpan _freshness = TimeSpan.FromSeconds(1);

    private readonly IRelays _relays;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly RelayPlanner _planner = new();
    private readonly LinkHistory _links = new();
    private readonly Lock _lock = new();
    private PlannedDirectory _directory = PlannedDirectory.Empty;
    private TimeSpan _readAt;
    private bool _isStale = true;

    /// <summary>How many processes of the cluster place terminals, this one included; 1 until it is said.</summary>
    public int Planners
    {
        set
        {
            lock (_lock)
            {
                _planner.Planners = value;
            }
        }
    }

    /// <summary>Reads the relays when the first question comes.</summary>
    public RelayPlacement(IRelays relays, TimeProvider clock)
    {
        (_relays, _clock, _start) = (relays, clock, clock.GetTimestamp());
        relays.Changed += _ =>
        {
            lock (_lock)
            {
                _isStale = true;
            }
        };
    }

    /// <summary>
    /// The relay and the standby for a terminal. One that has media on a relay keeps it unless that is gone or another is clearly better.
    /// Refused when no relay can take it.
    /// </summary>
    public Outcome<MediaPlace> Place(MediaPlan plan, TerminalMedia media, MediaOffer offer)
    {
        lock (_lock)
        {
            var now = _clock.GetElapsedTime(_start);
            Read(now);
            return _planner.Place(_directory, Placed(plan), media.Terminal, offer.Near, now);
        }
    }

    /// <summary>Who would be carried clearly better elsewhere; mostly nobody. Ask for each group every 10 s, at times of its own.</summary>
    public ImmutableArray<Move> Rebalance(MediaPlan plan)
    {
        lock (_lock)
        {
            var now = _clock.GetElapsedTime(_start);
            Read(now);
            return _planner.Rebalance(_directory, Placed(plan), now);
        }
    }

    /// <summary>The relays and the links between them as they are now, a second old at most.</summary>
    public PlannedDirectory Look()
    {
        lock (_lock)
        {
            Read(_clock.GetElapsedTime(_start));
            return _directory;
        }
    }

    /// <summary>The way between two relays of a group: over a third one, or null for the direct way.</summary>
    /// <param name="directory">From <see cref="Look"/>.</param>
    /// <param name="current">The way in use.</param>
    public RelayId? Route(PlannedDirectory directory, GroupId group, RelayId from, RelayId to, RelayId? current) =>
        _planner.Route(directory, group, from, to, current);

    /// <summary>How much there is to be gained by knowing other ways between two relays: 0 for nothing, more for worse ways.</summary>
    public double MaxDetourPrice(PlannedDirectory directory, RelayId from, RelayId to) => _planner.MaxDetourPrice(directory, from, to);

    /// <summary>Relays over which the way between two might be better, once it is measured.</summary>
    /// <param name="mayMeasure">False for a relay that measures as many links as it should.</param>
    public ImmutableArray<RelayId> Detours(PlannedDirectory directory, RelayId from, RelayId to, Func<RelayId, bool> mayMeasure) =>
        _planner.Detours(directory, from, to, mayMeasure);

    /// <summary>True when the relay can go on with what it has.</summary>
    public bool IsThere(RelayId relay) => _relays.Entries.Any(entry => entry.Relay.Id == relay && entry.State != RelayState.Silent);

    /// <summary>
    /// The relay for a standby session of a terminal whose media is on another process's: where its media is to go, or else what is best to have when that
    /// process dies. Null when there is none.
    /// </summary>
    public RelayId? Standby(MediaPlan plan, TerminalMedia media, MediaOffer offer)
    {
        var carrying = media.Place!.Relay;
        if (media.Destination is { } destination && _relays.Entries.Any(entry => entry.Relay.Id == destination.Relay && entry.State == RelayState.Active))
        {
            return destination.Relay;
        }

        if (Place(plan, media, offer).Value is not { } place)
        {
            return null;
        }

        // Another relay would be better by now: it makes the best standby, unless it dies together with the one that carries the media.
        return place.Relay != carrying && !AreOneProcess(place.Relay, carrying) ? place.Relay
            : place.Standby is { } standby && standby != carrying && !AreOneProcess(standby, carrying) ? standby
            : null;
    }

    /// <summary>The relays that are worth measuring for a terminal.</summary>
    public RelayProbe[] Probes(TerminalId terminal, string? region)
    {
        ImmutableArray<RelayId> targets;
        lock (_lock)
        {
            Read(_clock.GetElapsedTime(_start));
            targets = ProbeTargets.ForTerminal(_directory, region, terminal);
        }

        return [.. targets.Select(_relays.Find).OfType<IRelay>().Select(relay => new RelayProbe(relay.Id, relay.Addresses, relay.ProbeTicket))];
    }

    private bool AreOneProcess(RelayId one, RelayId other)
    {
        lock (_lock)
        {
            return _directory.Find(one)?.Node == _directory.Find(other)?.Node;
        }
    }

    private GroupPlacement Placed(MediaPlan plan) => new(plan.Group, [.. plan.Terminals.Where(media => media.Place is not null).Select(Placed)]);

    /// <summary>Who said nothing of where it is counts as being where its relay is.</summary>
    private PlacedTerminal Placed(TerminalMedia media) =>
        new(media.Terminal, media.Near.IsKnown ? media.Near : new Nearness(RegionOf(media.Place!.Relay), []), media.Place!)
        {
            Publishes = media.May(Permissions.Publish),
            Subscribes = media.May(Permissions.Subscribe),
        };

    private string? RegionOf(RelayId relay) => _directory.Find(relay) is { Region: { Length: > 0 } region } ? region : null;

    private void Read(TimeSpan now)
    {
        if (!_isStale && now - _readAt < _freshness)
        {
            return;
        }

        _readAt = now;
        var listed = _relays.Entries;
        if (_isStale)
        {
            _isStale = false;
            _directory = PlannedDirectory.Empty.Join([.. listed.Select(Planned)]).Value!;
        }
        else
        {
            _directory = _directory.Report([.. listed.Select(one => new LoadReport(one.Relay.Id, Epoch: 0, one.Relay.Load))]);
        }

        _directory = _directory.Measure(_links.Update(listed.SelectMany(Samples), now));
    }

    private static RelayEntry Planned(ListedRelay listed) =>
        new(listed.Relay.Id, new NodeId(listed.Home.Node), listed.Home.Machine, listed.Home.Region, Epoch: 0)
        {
            State = listed.State,
            Load = listed.Relay.Load,
        };

    private static IEnumerable<LinkSample> Samples(ListedRelay listed) => listed.Relay.Links
        .Select(link => new LinkSample(listed.Relay.Id, link.Peer, link.State == LinkState.Up, link.RoundTripMs, link.LossInPercent));
}
