using System.Collections.Immutable;
using ConsultCluster.Contracts;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Hosting;
using Microsoft.Extensions.Options;
using RelayDirectory = ConsultCluster.Relay.RelayDirectory;

namespace ConsultCluster.Server.Api.Cluster;

/// <summary>
/// The cluster as administrators are shown it. However many of them watch, it is read at most twice per second, and not at all while
/// nobody does.
/// </summary>
/// <param name="check">Of this process; null in one by itself.</param>
internal sealed class ClusterView(
    IClusterAdmin desk, RelayDirectory own, NodeKeySource key, IOptions<ServerOptions> options, TimeProvider clock, IClockCheck? check = null)
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
        var (relays, empty, overview, clocks) = await desk.LookAsync(MaxGroups);
        var nodes = relays.GroupBy(relay => relay.Home.Node, StringComparer.Ordinal).Select(node => Node([.. node], empty)).ToArray();
        var links = ClusterLinks.Of(relays);
        return new ClusterDto(
            at,
            Totals(nodes, links.Count, overview.Total),
            Shown(nodes),
            [.. links.OrderByDescending(ClusterLinks.Trouble).Take(MaxLinks).OrderBy(link => link.From, StringComparer.Ordinal).ThenBy(link => link.To, StringComparer.Ordinal)],
            [.. overview.Largest.Select(Group)],
            key.File,
            Clocks(clocks),
            options.Value.Dashboard ? DashboardPage.Path + "/" : null);
    }

    /// <summary>A gateway is no silo, so it adds its own.</summary>
    private ClusterClock[] Clocks(ImmutableArray<ServerClock> silos)
    {
        var self = ServerClock.Of(own.Home.Node, check);
        return
        [
            .. (self is null ? silos : silos.Where(silo => !string.Equals(silo.Server, self.Server, StringComparison.Ordinal)).Append(self))
                .OrderBy(one => one.Server, StringComparer.Ordinal)
                .Select(one => new ClusterClock(one.Server, Math.Round(one.Ahead.TotalMilliseconds), one.IsOff)),
        ];
    }

    private ClusterNode Node(RelayFigures[] relays, ImmutableArray<string> empty)
    {
        var home = relays[0].Home;
        return new ClusterNode(
            home.Node,
            home.Region,
            home.Machine,
            EnumWords<RelayState>.Write(relays.Max(relay => relay.State)),
            string.Equals(home.Node, own.Home.Node, StringComparison.Ordinal),
            empty.Contains(home.Node, StringComparer.Ordinal),
            [.. relays.OrderBy(relay => relay.Relay.Value, StringComparer.Ordinal).Select(Relay)]);
    }

    private static ClusterRelay Relay(RelayFigures relay) => new(
        relay.Relay.Value,
        EnumWords<RelayState>.Write(relay.State),
        [.. relay.Addresses.Select(address => address.ToString())],
        relay.Load.Sessions,
        Math.Round(relay.Load.PacketsPerSecondOut),
        Math.Round(relay.Load.Capacity),
        Math.Round(relay.Load.Share, 3));

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
