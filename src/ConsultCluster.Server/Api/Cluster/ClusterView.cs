using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Engine.Groups;
using ConsultCluster.Engine.Relays;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Nodes.Control;
using ConsultCluster.Server.Wire;
using RelayDirectory = ConsultCluster.Relay.RelayDirectory;

namespace ConsultCluster.Server.Api.Cluster;

/// <summary>
/// The cluster as this process sees it. However many administrators watch, it is read at most twice per second, and not at all while
/// nobody does.
/// </summary>
/// <param name="groups">Null in a process that has no groups in memory.</param>
internal sealed class ClusterView(
    IRelays relays, RelayDirectory own, NodeRegistry registry, NodeKeySource key, TimeProvider clock, IGroupOverview? groups = null)
{
    /// <summary>Relays in the answer at most, with their nodes; some hundred kilobytes.</summary>
    public const int MaxRelays = 1000;

    /// <summary>Links in the answer at most.</summary>
    public const int MaxLinks = 500;

    /// <summary>Groups in the answer at most.</summary>
    public const int MaxGroups = 100;

    /// <summary>Relays measure once per second: half of that shows every figure in time to those who ask every second.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private Task<ClusterDto>? _reading;
    private long _readAt;

    /// <summary>The cluster, as it was at most half a second ago.</summary>
    public Task<ClusterDto> ReadAsync()
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (_reading is null || _reading.IsFaulted || clock.GetElapsedTime(_readAt, now) >= Freshness)
            {
                _readAt = now;
                _reading = LookAsync();
            }

            return _reading;
        }
    }

    /// <summary>The next reading shows what has just been done.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _reading = null;
        }
    }

    private async Task<ClusterDto> LookAsync()
    {
        var at = clock.GetUtcNow();
        var overview = groups is null ? new GroupOverview(0, []) : await groups.LookAsync(MaxGroups);
        var entries = relays.Entries;
        var empty = registry.Nodes.Where(node => node.IsEmpty).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        var nodes = entries.GroupBy(entry => entry.Home.Node, StringComparer.Ordinal).Select(node => Node([.. node], empty)).ToArray();
        var links = ClusterLinks.Of(entries);
        return new ClusterDto(
            at,
            Totals(nodes, links.Count, overview.Total),
            Shown(nodes),
            [.. links.OrderByDescending(ClusterLinks.Trouble).Take(MaxLinks).OrderBy(link => link.From, StringComparer.Ordinal).ThenBy(link => link.To, StringComparer.Ordinal)],
            [.. overview.Largest.Select(Group)],
            key.File);
    }

    private ClusterNode Node(ListedRelay[] entries, HashSet<string> empty)
    {
        var home = entries[0].Home;
        var isSelf = string.Equals(home.Node, own.Home.Node, StringComparison.Ordinal);
        var state = entries.Max(entry => entry.State);
        ClusterRelay[] carried = [.. entries.OrderBy(entry => entry.Relay.Id.Value, StringComparer.Ordinal).Select(Relay)];

        // A joined node says itself that it is empty: the load that it reported may be a second old, and a session younger.
        var isEmpty = isSelf ? state == RelayState.Draining && carried.All(relay => relay.Sessions == 0) : empty.Contains(home.Node);
        return new ClusterNode(home.Node, home.Region, home.Machine, EnumWords<RelayState>.Write(state), isSelf, isEmpty, carried);
    }

    private static ClusterRelay Relay(ListedRelay entry)
    {
        var load = entry.Relay.Load;
        return new ClusterRelay(
            entry.Relay.Id.Value,
            EnumWords<RelayState>.Write(entry.State),
            [.. entry.Relay.Addresses.Select(address => address.ToString())],
            load.Sessions,
            Math.Round(load.PacketsPerSecondOut),
            Math.Round(load.Capacity),
            Math.Round(load.Share, 3));
    }

    private static ClusterGroup Group(GroupFigures group) => new(
        group.Group.Value, EnumWords<GroupState>.Write(group.State), group.Members, group.Connected, [.. group.Relays.Select(relay => relay.Value)]);

    private static ClusterTotals Totals(ClusterNode[] nodes, int links, int groups)
    {
        var active = EnumWords<RelayState>.Write(RelayState.Active);
        var all = nodes.SelectMany(node => node.Relays).ToArray();
        var serving = all.Where(relay => relay.State == active).ToArray();
        return new ClusterTotals(
            nodes.Length,
            nodes.Count(node => node.State == active),
            all.Length,
            serving.Length,
            all.Sum(relay => relay.Sessions),
            all.Sum(relay => relay.PacketsPerSecond),
            Math.Round(serving.Select(relay => relay.Load).DefaultIfEmpty(1).Average(), 3),
            links,
            groups);
    }

    private static ClusterNode[] Shown(ClusterNode[] nodes)
    {
        var active = EnumWords<RelayState>.Write(RelayState.Active);
        var left = MaxRelays;
        return
        [
            .. nodes
                .OrderBy(node => node.State == active)
                .ThenBy(node => node.Region, StringComparer.Ordinal)
                .ThenBy(node => node.Node, StringComparer.Ordinal)
                .TakeWhile(node => (left -= node.Relays.Length) >= 0)
                .OrderBy(node => node.Region, StringComparer.Ordinal)
                .ThenBy(node => node.Node, StringComparer.Ordinal),
        ];
    }
}
