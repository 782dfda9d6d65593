using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Maps relays, nodes, machines and regions to numbers, so the choice of relays uses numbers only. Created when relays
/// join or are forgotten; shared by all directory versions in between.
/// </summary>
internal sealed class RelayLayout
{
    private readonly Dictionary<RelayId, int> _indexes;
    private readonly Dictionary<string, int> _regions = new(StringComparer.Ordinal);

    public RelayLayout(ImmutableArray<RelayEntry> relays)
    {
        _indexes = new Dictionary<RelayId, int>(relays.Length);
        (Node, Machine, Region, Hash) = (new int[relays.Length], new int[relays.Length], new int[relays.Length], new ulong[relays.Length]);
        var nodes = new Dictionary<NodeId, int>();
        var machines = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < relays.Length; i++)
        {
            var relay = relays[i];
            _indexes.Add(relay.Relay, i);
            Node[i] = NumberOf(nodes, relay.Node);
            Machine[i] = NumberOf(machines, relay.Machine);
            Region[i] = NumberOf(_regions, relay.Region);
            Hash[i] = StableHash.Of(relay.Relay.Value);
        }

        Members = new int[_regions.Count][];
        foreach (var region in Enumerable.Range(0, relays.Length).GroupBy(i => Region[i]))
        {
            Members[region.Key] = [.. region];
        }
    }

    /// <summary>By relay.</summary>
    public int[] Node { get; }

    /// <summary>By relay.</summary>
    public int[] Machine { get; }

    /// <summary>By relay.</summary>
    public int[] Region { get; }

    /// <summary>By relay: <see cref="StableHash"/> of its id.</summary>
    public ulong[] Hash { get; }

    /// <summary>Relays of each region.</summary>
    public int[][] Members { get; }

    /// <summary>Number of a relay; -1 when unknown.</summary>
    public int IndexOf(RelayId? relay) => relay is { } id && _indexes.TryGetValue(id, out var index) ? index : -1;

    /// <summary>Number of a region; -1 when it has no relay.</summary>
    public int RegionOf(string? label) => label is not null && _regions.TryGetValue(label, out var region) ? region : -1;

    private static int NumberOf<T>(Dictionary<T, int> numbers, T name)
        where T : notnull
    {
        if (!numbers.TryGetValue(name, out var number))
        {
            number = numbers.Count;
            numbers.Add(name, number);
        }

        return number;
    }
}
