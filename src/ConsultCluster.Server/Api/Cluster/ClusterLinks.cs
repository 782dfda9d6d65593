using System.Collections.Immutable;
using ConsultCluster.Contracts;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Server.Api.Cluster;

/// <summary>Makes one row of what both relays of a link say about it.</summary>
internal static class ClusterLinks
{
    /// <summary>A link that says nothing is worse than any that loses.</summary>
    private const double Silent = 1000;

    /// <summary>Every link that at least one relay reports, in no order.</summary>
    public static IReadOnlyCollection<ClusterLink> Of(ImmutableArray<RelayFigures> relays)
    {
        var reports = new Dictionary<(RelayId From, RelayId To), (LinkReport? Near, LinkReport? Far)>();
        foreach (var relay in relays)
        {
            foreach (var report in relay.Links)
            {
                var isNear = string.CompareOrdinal(relay.Relay.Value, report.Peer.Value) < 0;
                var pair = isNear ? (relay.Relay, report.Peer) : (report.Peer, relay.Relay);
                var known = reports.GetValueOrDefault(pair);
                reports[pair] = isNear ? (report, known.Far) : (known.Near, report);
            }
        }

        return [.. reports.Select(pair => Row(pair.Key.From, pair.Key.To, pair.Value.Near, pair.Value.Far))];
    }

    /// <summary>How much a link is in trouble; for sorting.</summary>
    public static double Trouble(ClusterLink link) =>
        (link.State == EnumWords<LinkState>.Write(LinkState.Up) ? 0 : Silent)
        + Math.Max(link.LossInPercent ?? 0, link.LossOutPercent ?? 0)
        + ((link.RoundTripMs ?? 0) / Silent);

    /// <summary>What arrives is known best where it arrives, so loss is taken from the receiver and only otherwise from what the sender was told.</summary>
    private static ClusterLink Row(RelayId from, RelayId to, LinkReport? near, LinkReport? far)
    {
        return new ClusterLink(
            from.Value,
            to.Value,
            EnumWords<LinkState>.Write(Worse(near?.State, far?.State)),
            Rounded(near?.RoundTripMs ?? far?.RoundTripMs),
            Rounded(Measured(near) ?? far?.LossOutPercent),
            Rounded(Measured(far) ?? near?.LossOutPercent),
            near?.PacketsIn ?? far?.PacketsOut ?? 0,
            near?.PacketsOut ?? far?.PacketsIn ?? 0);
    }

    /// <summary>A link on which nothing ever came measures no loss, though it reports a zero.</summary>
    private static double? Measured(LinkReport? report) => report is { PacketsIn: > 0 } ? report.LossInPercent : null;

    private static LinkState Worse(LinkState? near, LinkState? far) =>
        near == LinkState.Silent || far == LinkState.Silent ? LinkState.Silent
        : near == LinkState.Connecting || far == LinkState.Connecting ? LinkState.Connecting
        : LinkState.Up;

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2) : null;
}
