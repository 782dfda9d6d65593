using System.Buffers.Text;
using System.Collections.Immutable;
using System.Net;
using System.Runtime.InteropServices;
using ConsultCluster.Contracts;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Messages.Orders;

namespace ConsultCluster.Relay.Remote.Wire;

/// <summary>Converts link and cascade orders and link reports between the relay port's types and messages.</summary>
internal static class LinkWire
{
    public static SetLink Write(LinkOrder order) =>
        new(order.Peer.Value, order.Generation, Base64Url.EncodeToString(order.Secret.AsSpan()), Write(order.Candidates));

    public static LinkOrder? Read(SetLink order)
    {
        var secret = new byte[LinkOrder.SecretLength];
        return RelayId.TryParse(order.PeerId, out var peer)
            && Base64Url.IsValid(order.Secret, out var length)
            && length == secret.Length
            && Base64Url.TryDecodeFromChars(order.Secret, secret, out _)
            && Read(order.Candidates) is { } candidates
                ? new LinkOrder(peer, order.Generation, ImmutableCollectionsMarshal.AsImmutableArray(secret), candidates)
                : null;
    }

    public static SetCascade Write(CascadeOrder order) => new(
        order.Group.Value, order.Epoch, [.. order.Peers.Select(p => p.Value)], [.. order.Routes.Select(r => new RouteDto(r.From.Value, r.To.Value))]);

    public static CascadeOrder? Read(SetCascade order)
    {
        if (!GroupId.TryParse(order.GroupId, out var group) || order.Peers.Any(p => !RelayId.TryParse(p, out _)))
        {
            return null;
        }

        var isSense = order.Routes.All(r => r is not null && RelayId.TryParse(r.FromId, out _) && RelayId.TryParse(r.ToId, out _));
        return isSense
            ? new CascadeOrder(
                group,
                order.Epoch,
                [.. order.Peers.Select(p => new RelayId(p))],
                [.. order.Routes.Select(r => new CascadeRoute(new RelayId(r.FromId), new RelayId(r.ToId)))])
            : null;
    }

    public static LinkReportDto Write(LinkReport report) => new(
        report.Peer.Value,
        EnumWords<LinkState>.Write(report.State),
        report.Generation,
        report.RoundTripMs,
        report.LossInPercent,
        report.LossOutPercent,
        report.PacketsIn,
        report.PacketsOut);

    /// <summary>Null when one of them is malformed.</summary>
    public static ImmutableArray<LinkReport>? Read(IReadOnlyList<LinkReportDto> reports)
    {
        var read = ImmutableArray.CreateBuilder<LinkReport>(reports.Count);
        foreach (var report in reports)
        {
            if (report is null || !RelayId.TryParse(report.PeerId, out var peer) || !EnumWords<LinkState>.TryRead(report.State, out var state))
            {
                return null;
            }

            read.Add(new LinkReport(
                peer, state, report.Generation, report.RoundTripMs, report.LossInPercent, report.LossOutPercent, report.PacketsIn, report.PacketsOut));
        }

        return read.ToImmutable();
    }

    /// <summary>As <c>192.0.2.7:7000</c> or <c>[2001:db8::7]:7000</c>.</summary>
    public static string[] Write(ImmutableArray<IPEndPoint> endPoints) => [.. endPoints.Select(e => e.ToString())];

    /// <summary>Null when one of them is not an endpoint or has no port.</summary>
    public static ImmutableArray<IPEndPoint>? Read(IReadOnlyList<string> endPoints)
    {
        var read = ImmutableArray.CreateBuilder<IPEndPoint>(endPoints.Count);
        foreach (var text in endPoints)
        {
            if (!IPEndPoint.TryParse(text ?? string.Empty, out var endPoint) || endPoint.Port == 0)
            {
                return null;
            }

            read.Add(endPoint);
        }

        return read.ToImmutable();
    }
}
