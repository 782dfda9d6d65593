using System.Net;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Server.Auth;

namespace ConsultCluster.Server.Api;

/// <summary>Where a request comes from, for the audit and for rate limits.</summary>
internal static class Caller
{
    /// <summary>The whole address, for the audit.</summary>
    public static string Address(this HttpContext context) => Plain(context.Connection.RemoteIpAddress)?.ToString() ?? "unknown";

    /// <summary>The signed-in person as who changes something now.</summary>
    public static ChangeOrigin Origin(this HttpContext context, TimeProvider clock) => new(context.Staff().Id, context.Address(), clock.GetUtcNow());

    /// <summary>The caller's <see cref="NetworkOf"/>, for limits.</summary>
    public static string Network(this HttpContext context) => NetworkOf(context.Connection.RemoteIpAddress);

    /// <summary>What limits count as one caller: an IPv4 address as it is, of an IPv6 address its /64, such as <c>2001:db8:1:2::/64</c>.</summary>
    /// <param name="address">Null where there is no socket: all of those are one caller.</param>
    public static string NetworkOf(IPAddress? address) => address is null ? "unknown" : CallerNetwork.Of(address);

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
