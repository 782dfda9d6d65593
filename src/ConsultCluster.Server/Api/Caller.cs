using System.Net;

namespace ConsultCluster.Server.Api;

/// <summary>Where a request comes from, for the audit and for rate limits.</summary>
internal static class Caller
{
    public static string Address(this HttpContext context) => Text(context.Connection.RemoteIpAddress);

    private static string Text(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        _ => address.ToString(),
    };
}
