using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;
using PlannedDirectory = ConsultCluster.Domain.Relays.RelayDirectory;
using PlannedEntry = ConsultCluster.Domain.Relays.RelayEntry;

namespace ConsultCluster.Engine.Relays;

/// <summary>Puts the domain's question, which relay for whom, with the relays as they are now. May be called from any thread.</summary>
public sealed class RelayPlacement
{
    /// <summary>Relays measure their load once per second; asking them more often tells nothing new.</summary>
    private static readonly TimeSpan _freshness = TimeSpan.FromSeconds(1);

    private readonly IRelays _relays;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly RelayPlanner _planner = new();
    private readonly Lock _lock = new();
    private PlannedDirectory _directory = PlannedDirectory.Empty;
    private TimeSpan _readAt;
    private bool _isStale = true;

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
    public Outcome<MediaPlace> Place(Group group, SeatState seat, MediaOffer offer)
    {
        lock (_lock)
        {
            var now = _clock.GetElapsedTime(_start);
            Read(now);
            var placed = new GroupPlacement(group.Id, [.. group.Seats.Where(other => other.Place is not null).Select(Placed)]);
            return _planner.Place(_directory, placed, seat.Terminal, NearnessOf(offer), now);
        }
    }

    /// <summary>True when the relay can go on with what it has.</summary>
    public bool IsThere(RelayId relay) => _relays.Entries.Any(entry => entry.Relay.Id == relay && entry.State != RelayState.Silent);

    /// <summary>The relay for a standby session of a terminal whose media is on another process's; null when there is none.</summary>
    public RelayId? Standby(Group group, SeatState seat, MediaOffer offer)
    {
        var carrying = seat.Place!.Relay;
        if (Place(group, seat, offer).Value is not { } place)
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

    private static PlacedTerminal Placed(SeatState seat) => new(seat.Terminal, Nearness.Unknown, seat.Place!)
    {
        Publishes = seat.May(Permissions.Publish),
        Subscribes = seat.May(Permissions.Subscribe),
    };

    private static Nearness NearnessOf(MediaOffer offer) =>
        new(offer.Region, [.. offer.RoundTrips.Select(pair => new RoundTrip(pair.Key, pair.Value.TotalMilliseconds))]);

    private static Domain.Relays.RelayState StateOf(RelayState state) => state switch
    {
        RelayState.Active => Domain.Relays.RelayState.Active,
        RelayState.Draining => Domain.Relays.RelayState.Draining,
        _ => Domain.Relays.RelayState.Silent,
    };

    private static Domain.Relays.RelayLoad LoadOf(in RelayLoad load) =>
        new(load.Sessions, load.PacketsPerSecondOut, load.Share, load.CostPerPacket, load.Capacity);

    private void Read(TimeSpan now)
    {
        if (!_isStale && now - _readAt < _freshness)
        {
            return;
        }

        (_isStale, _readAt) = (false, now);
        var entries = _relays.Entries;
        var planned = entries.Select(entry => new PlannedEntry(
            entry.Relay.Id, new NodeId(entry.Home.Node), entry.Home.Machine, entry.Home.Region, Epoch: 0)
        {
            State = StateOf(entry.State),
            Load = LoadOf(entry.Relay.Load),
        });
        var links = entries.SelectMany(entry => entry.Relay.Links
            .Where(link => link.RoundTripMs is not null)
            .Select(link => new RelayLink(entry.Relay.Id, link.Peer, link.RoundTripMs!.Value, link.LossInPercent)));
        var joined = PlannedDirectory.Empty.Join([.. planned]);
        _directory = joined.Value!.Measure([.. links]);
    }
}
