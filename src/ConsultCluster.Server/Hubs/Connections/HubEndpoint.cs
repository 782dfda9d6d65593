using System.IO.Pipelines;
using ConsultCluster.Server.Api;
using ConsultCluster.Server.Tokens;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace ConsultCluster.Server.Hubs.Connections;

/// <summary>
/// The hub's address. As <c>MapHub</c> makes it, with the limits of <see cref="TerminalConnections"/> before the WebSocket is accepted and a <see cref="MessageGate"/> between
/// WebSocket and SignalR. WebSockets only: a long poll's body would be taken in before anybody could look at it.
/// </summary>
internal static class HubEndpoint
{
    /// <summary>Bytes that a connection has in memory unread: two receives of the transport.</summary>
    public const int UnreadBytes = 8 * 1024;

    /// <summary>How long the other side may take to answer a close; till then the connection costs memory.</summary>
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(2);

    private static readonly object ConnectionKey = new();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var options = new HttpConnectionDispatcherOptions { Transports = HttpTransportType.WebSockets, ApplicationMaxBufferSize = UnreadBytes };
        options.WebSockets.CloseTimeout = CloseTime;
        routes
            .MapConnections(ConsultationHub.Path, options, line => line.Use(next => context => GateAsync(context, next)).UseHub<ConsultationHub>())
            .Add(endpoint =>
            {
                foreach (var attribute in typeof(ConsultationHub).GetCustomAttributes(inherit: true))
                {
                    endpoint.Metadata.Add(attribute);
                }

                endpoint.Metadata.Add(new HubMetadata(typeof(ConsultationHub)));

                // Beside it is .../negotiate, an answer like any other.
                if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: ConsultationHub.Path, RequestDelegate: { } connect })
                {
                    endpoint.RequestDelegate = http => CountAsync(http, connect);
                }
            });
    }

    /// <summary>The connection that a hub call came over.</summary>
    public static TerminalConnection Of(HubCallerContext context) => (TerminalConnection)context.Items[ConnectionKey]!;

    /// <summary>A WebSocket is one request from its first byte to its last.</summary>
    private static async Task CountAsync(HttpContext http, RequestDelegate connect)
    {
        // Not before the first request: the instruments behind it are to be made when somebody listens to them.
        var open = http.RequestServices.GetRequiredService<TerminalConnections>();
        var claims = TokenIdentity.Of(http.User) ?? throw new InvalidOperationException("The hub requires a token.");
        var opened = open.Open(claims, http.Address(), http.Network());
        if (!opened.Succeeded)
        {
            await Problems.Of(opened.Refusal).ExecuteAsync(http);
            return;
        }

        try
        {
            http.Items[ConnectionKey] = opened.Value;
            await connect(http);
        }
        finally
        {
            open.Close(opened.Value);
        }
    }

    private static Task GateAsync(ConnectionContext context, ConnectionDelegate next)
    {
        var connection = (TerminalConnection)context.GetHttpContext()!.Items[ConnectionKey]!;
        context.Items[ConnectionKey] = connection;
        context.Transport = new Gated(new MessageGate(context.Transport.Input, connection), context.Transport.Output);
        return next(context);
    }

    private sealed class Gated(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
