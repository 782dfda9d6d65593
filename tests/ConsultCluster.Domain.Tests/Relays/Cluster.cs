using System.Collections.Immutable;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

/// <summary>A small cluster for the planner.</summary>
internal sealed class Cluster
{
    public static readonly GroupId Group = new("group");

    public RelayDirectory Directory { get; private set; } = RelayDirectory.Empty;

    public RelayPlanner Planner { get; } = new();

    public GroupPlacement Placed { get; set; } = GroupPlacement.Empty(Group);

    public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

    public static RelayId Id(string relay) => new(relay);

    public static RelayEntry Entry(string relay, string? node = null, string? machine = null, string region = "north", long epoch = 1) =>
        new(new RelayId(relay), new NodeId(node ?? $"node-of-{relay}"), machine ?? $"machine-of-{node ?? relay}", region, epoch);

    public Cluster With(params RelayEntry[] relays)
    {
        foreach (var node in relays.GroupBy(relay => relay.Node))
        {
            Directory = Directory.Join([.. node]).Value!;
        }

        return this;
    }

    /// <summary>Relays in a region, each in its own process and machine.</summary>
    public Cluster WithRelays(int count, string region = "north") =>
        With([.. Enumerable.Range(1, count).Select(i => Entry($"{region}-{i:D2}", region: region))]);

    public Cluster WithLinks(params (string First, string Second, double RoundTripMs, double LossPercent)[] links)
    {
        Directory = Directory.Measure([.. links.Select(link => new RelayLink(Id(link.First), Id(link.Second), link.RoundTripMs, link.LossPercent))]);
        return this;
    }

    public Cluster Loaded(string relay, double share, int sessions = 0)
    {
        var epoch = Directory.Find(Id(relay))!.Epoch;
        Directory = Directory.Report([new LoadReport(Id(relay), epoch, new RelayLoad(sessions, share * RelayEntry.AssumedCapacity, share, 5, 0))]);
        return this;
    }

    public Cluster Marked(RelayState state, params string[] relays)
    {
        Directory = Directory.Mark([.. relays.Select(Id)], state);
        return this;
    }

    public static Nearness Near(params (string Relay, double Milliseconds)[] roundTrips) =>
        new(null, [.. roundTrips.Select(way => new RoundTrip(Id(way.Relay), way.Milliseconds))]);

    public static Nearness In(string region) => new(region, []);

    /// <summary>Places a terminal on the relay that the planner chooses.</summary>
    public MediaPlace Enter(string terminal, Nearness near)
    {
        var placement = Planner.Place(Directory, Placed, new TerminalId(terminal), near, Now).Value!;
        Placed = Placed.With(new PlacedTerminal(new TerminalId(terminal), near, placement));
        return placement;
    }

    /// <summary>Places a terminal on the relay that the test chooses.</summary>
    public Cluster Seated(string terminal, string relay, string? standby = null, Nearness? near = null, bool publishes = true, bool subscribes = true)
    {
        Placed = Placed.With(new PlacedTerminal(
            new TerminalId(terminal), near ?? In("north"), new MediaPlace(Id(relay), standby is null ? null : Id(standby)))
        {
            Publishes = publishes,
            Subscribes = subscribes,
        });
        return this;
    }

    public ImmutableArray<Move> Apply(ImmutableArray<Move> moves)
    {
        Placed = moves.Aggregate(Placed, (placed, move) => placed.Apply(move));
        return moves;
    }
}
