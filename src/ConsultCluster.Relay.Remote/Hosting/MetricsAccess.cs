using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>
/// Who gets <c>/metrics</c>, of a server and of a relay node: this machine on every port, others on a port for nothing else. Metrics tell nothing about patients but much about the
/// hospital's load.
/// </summary>
public static class MetricsAccess
{
    /// <summary>Where metrics are.</summary>
    public const string Path = "/metrics";

    /// <summary>Opens the port of <c>--metrics-port</c>, to other machines if the process itself is.</summary>
    /// <param name="port">Null opens none.</param>
    public static void Listen(KestrelServerOptions kestrel, int? port, bool isPublic)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        if (port is not { } number)
        {
            return;
        }

        if (isPublic)
        {
            kestrel.ListenAnyIP(number);
        }
        else
        {
            kestrel.ListenLocalhost(number);
        }
    }

    /// <summary>Guards the path and the port: after the forwarded headers are read, and before anything else answers.</summary>
    /// <param name="refuse">Answers a scrape from another machine.</param>
    public static void Use(IApplicationBuilder app, int? port, Func<HttpContext, Task> refuse) => app.Use((context, next) =>
    {
        // By segments, as routes are: they match with a slash at the end as well.
        var isBelow = context.Request.Path.StartsWithSegments(Path, out var rest);
        if (port == context.Connection.LocalPort)
        {
            return isBelow && (!rest.HasValue || rest == "/") ? next(context) : AnswerAsync(context, StatusCodes.Status404NotFound);
        }

        return isBelow && !IsThisMachine(context) ? refuse(context) : next(context);
    });

    /// <summary>Answers with a status and nothing else.</summary>
    public static Task AnswerAsync(HttpContext context, int status)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static bool IsThisMachine(HttpContext context) => context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
}
