using System.Collections.Immutable;
using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Ports.Clusters;

/// <summary>A relay as it is listed, and what it said of itself last.</summary>
/// <param name="Addresses">Where terminals and other relays reach it, most preferred first.</param>
public sealed record RelayFigures(
    RelayId Relay, RelayHome Home, RelayState State, RelayLoad Load, ImmutableArray<IPEndPoint> Addresses, ImmutableArray<LinkReport> Links)
{
    /// <summary>The figures of a relay as it is.</summary>
    public static RelayFigures Of(ListedRelay listed) =>
        new(listed.Relay.Id, listed.Home, listed.State, listed.Relay.Load, listed.Relay.Addresses, [.. listed.Relay.Links]);
}
