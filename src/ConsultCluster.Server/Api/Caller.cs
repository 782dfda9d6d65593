using System.Net;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Auth;

namespace ConsultCluster.Server.Api;

/// <summary>Where a request comes from, for the audit and for rate limits.</summary>
internal static class Caller
{
    public static string Address(this HttpContext context) => Text(context.Connection.RemoteIpAddress);

    /// <summary>The signed-in person as who changes something now.</summary>
    public static ChangeOrigin Origin(this HttpContext context, TimeProvider clock) => new(context.Staff().Id, context.Address(), clock.GetUtcNow());

    private static string Text(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        _ => address.ToString(),
    };
}
