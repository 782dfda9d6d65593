using ConsultCluster.Contracts.Http;

namespace ConsultCluster.EndToEnd;

/// <summary>A cluster of twenty nodes in five regions with every kind of trouble, for the page to draw: no machine here could run it.</summary>
internal static class MadeUpCluster
{
    private static readonly string[] Regions = ["hangzhou", "ningbo", "wenzhou", "lishui", "dmz"];

    /// <summary>Always the same.</summary>
    public static ClusterDto Create()
    {
        var nodes = Enumerable.Range(0, 20).Select(Node).ToArray();
        var relays = nodes.SelectMany(node => node.Relays).ToArray();
        var links = nodes.SelectMany((node, i) => nodes.Skip(i + 1).Where((_, j) => (i + j) % 4 == 0).Select((other, j) => Link(node, other, i + j))).ToArray();
        var groups = Enumerable.Range(0, 12).Select(i => new ClusterGroup(
            $"g-made-up-group-{i:00}", i % 4 == 3 ? "open" : "active", 12 - i, i % 4 == 3 ? 0 : 11 - i, [relays[i].RelayId, relays[(i * 3) + 1].RelayId])).ToArray();
        return new ClusterDto(
            DateTimeOffset.UnixEpoch.AddYears(56),
            new ClusterTotals(20, 18, relays.Length, relays.Length - 4, relays.Sum(r => r.Sessions), relays.Sum(r => r.PacketsPerSecond), relays.Average(r => r.Load), links.Length, 340),
            nodes,
            links,
            groups,
            "/var/lib/consultcluster/node.key",
            [.. nodes.Where((_, index) => index < 15).Select(Clock)],
            "/api/cluster/dashboard/");
    }

    /// <summary>Two that nobody sets, one either way; the others as NTP keeps them.</summary>
    private static ClusterClock Clock(ClusterNode node, int index) => index switch
    {
        3 => new ClusterClock(node.Node, 4_210, true),
        11 => new ClusterClock(node.Node, -1_730, true),
        _ => new ClusterClock(node.Node, (index * 5 % 17) - 8, false),
    };

    private static ClusterNode Node(int index)
    {
        var region = Regions[index % Regions.Length];
        var name = $"{region}-{(index / Regions.Length) + 1}";
        var state = index == 7 ? "silent" : index == 11 ? "draining" : "active";
        return new ClusterNode(name, region == "dmz" ? string.Empty : region, $"{index / 2:x2}c4f19ab03d", state, index == 0, false, [Relay(name, 1, index, state), Relay(name, 2, index, state)]);
    }

    private static ClusterRelay Relay(string node, int number, int index, string state)
    {
        var load = index == 4 ? 0.91 : (index * 7 % 10 * 0.08) + (number * 0.03);
        return new ClusterRelay($"{node}-{number}", state, [$"192.0.2.{index + 10}:{6999 + number}"], (int)(load * 700), Math.Round(load * 210_000), 210_000, load);
    }

    private static ClusterLink Link(ClusterNode from, ClusterNode to, int seed)
    {
        var isSilent = from.State == "silent" || to.State == "silent";
        var roundTrip = from.Region == to.Region ? 0.6 : 8 + (seed * 13 % 40);
        var loss = seed == 6 ? 6.2 : seed == 9 ? 1.4 : seed % 5 * 0.04;
        return new ClusterLink(
            from.Relays[0].RelayId, to.Relays[0].RelayId, isSilent ? "silent" : "up", roundTrip, loss, loss / 2, 1_830_000 + (seed * 90_000), 1_790_000 + (seed * 70_000));
    }
}
