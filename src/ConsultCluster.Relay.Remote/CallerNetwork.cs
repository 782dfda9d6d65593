using System.Net;
using System.Net.Sockets;

namespace ConsultCluster.Relay.Remote;

/// <summary>Who counts as one caller: an IPv4 address, or the /64 of an IPv6 address, which a single subscriber has whole (RFC 6177).</summary>
public static class CallerNetwork
{
    private const int PrefixBytes = 8;

    /// <summary>The network as text.</summary>
    public static string Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
