using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.EndToEnd.Harness.Cluster;
using ConsultCluster.Relay;

namespace ConsultCluster.Benchmarks.Overlay;

/// <summary>The ways between three relays on this machine: a direct one between the first two that loses packets, and two over the third that do not.</summary>
internal sealed class OverlayPaths(TimeSpan direct, double lossPercent, TimeSpan leg) : IDisposable
{
    private readonly DelayedPaths _paths = new();
    private readonly Dictionary<(RelayId From, RelayId To), IPEndPoint> _doors = [];

    /// <summary>Opens the ways, in both directions.</summary>
    public void Open(UdpRelay a, UdpRelay b, UdpRelay c)
    {
        foreach (var (one, other, oneWay, loss) in new[] { (a, b, direct, lossPercent), (a, c, leg, 0), (b, c, leg, 0) })
        {
            _doors[(one.Id, other.Id)] = new IPEndPoint(IPAddress.Loopback, _paths.Open(other.LocalEndPoint.Port, oneWay, loss));
            _doors[(other.Id, one.Id)] = new IPEndPoint(IPAddress.Loopback, _paths.Open(one.LocalEndPoint.Port, oneWay, loss));
        }
    }

    /// <summary>Where the one finds the other.</summary>
    public IPEndPoint Door(RelayId from, RelayId to) => _doors[(from, to)];

    public void Dispose() => _paths.Dispose();
}
