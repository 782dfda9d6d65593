using System.Net;
using System.Net.Sockets;

namespace ConsultCluster.Server.Auth;

/// <summary>Whom an address stands for where callers are counted: one IPv4 address, or the /64 that one IPv6 subscriber has for himself.</summary>
internal static class CallerNetwork
{
    private const int SubscriberBits = 64;

    /// <summary>As text, such as <c>192.0.2.1</c> or <c>2001:db8:0:1::/64</c>.</summary>
    public static string Of(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Prefix(address),
        _ => address.ToString(),
    };

    private static string Prefix(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(SubscriberBits / 8).Clear();
        return $"{new IPAddress(bytes)}/{SubscriberBits}";
    }
}
