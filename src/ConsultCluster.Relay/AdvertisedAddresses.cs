using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using ConsultCluster.Media;

namespace ConsultCluster.Relay;

/// <summary>Addresses that terminals send media to: the configured ones, or else this machine's own.</summary>
internal static class AdvertisedAddresses
{
    public static ImmutableArray<TransportAddress> Of(RelayOptions options, IPEndPoint bound)
    {
        if (options.Advertise.Count > 0)
        {
            return [.. options.Advertise.Select(text => IPEndPoint.Parse(text)).Select(e => Address(e.Address, e.Port == 0 ? bound.Port : e.Port))];
        }

        var isAny = bound.Address.Equals(IPAddress.Any) || bound.Address.Equals(IPAddress.IPv6Any);
        return isAny
            ? [.. OwnAddresses(bound.AddressFamily).Select(address => Address(address, bound.Port))]
            : [Address(bound.Address, bound.Port)];
    }

    /// <summary>
    /// IPv4 before IPv6; loopback last, because it only serves terminals on this machine. Link-local addresses are left
    /// out: they need a scope that differs per terminal.
    /// </summary>
    private static IEnumerable<IPAddress> OwnAddresses(AddressFamily family) =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !address.IsIPv6LinkLocal && !address.IsIPv4MappedToIPv6)
            .Where(address => family == AddressFamily.InterNetworkV6 || address.AddressFamily == AddressFamily.InterNetwork)
            .Distinct()
            .OrderBy(IPAddress.IsLoopback)
            .ThenBy(address => address.AddressFamily == AddressFamily.InterNetworkV6);

    private static TransportAddress Address(IPAddress address, int port) => TransportAddress.From(new IPEndPoint(address, port));
}
