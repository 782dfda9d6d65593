using System.Net;
using ConsultCluster.Domain;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>The WebSocket endpoint that relay nodes join; one connection per node.</summary>
internal sealed class NodeEndpoint(
    ControlHandshake greeting,
    NodeAdmission admission,
    RefusalRecord record,
    IServiceProvider services,
    NodeMetrics metrics,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<NodeEndpoint> logger)
{
    private readonly JoiningLinks _joining = new(admission.MaxJoining);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var branch = routes.CreateApplicationBuilder();
        // Heartbeats keep the connection alive, so pings are not needed.
        branch.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        branch.Run(context => context.RequestServices.GetRequiredService<NodeEndpoint>().ServeAsync(context));
        routes.MapGet(NodeProtocol.Path, branch.Build()).ExcludeFromDescription();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await TypedResults.Problem(
                detail: "Relay nodes join here over a WebSocket.",
                statusCode: StatusCodes.Status400BadRequest,
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = RefusalCodes.RequestInvalid }).ExecuteAsync(context);
            return;
        }

        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await using var link = new NodeLink(socket, clock);
        try
        {
            var isSafe = context.Request.IsHttps || IPAddress.IsLoopback(address);
            if (await JoinAsync(link, address, isSafe) is { } node)
            {
                await ReceiveAsync(node, link);
            }
        }
        finally
        {
            link.Abort();
        }
    }

    /// <summary>The node once it is listed; null when it was refused.</summary>
    private async Task<JoinedNode?> JoinAsync(NodeLink link, IPAddress address, bool isSafe)
    {
        using var limit = new CancellationTokenSource(NodeTimings.Handshake, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, lifetime.ApplicationStopping);
        JoinedNode? node = null;
        var (refused, peer) = isSafe
            ? await ProveAsync(link, address, stop.Token)
            : (new Refused(NodeRefusals.NotEncrypted, "A node on another machine joins over https only. Start the control process with --https, or let a proxy end TLS."), null);
        if (peer is not null)
        {
            (node, refused) = await AnnouncedAsync(link, address, peer, stop.Token);
        }

        if (refused is not null)
        {
            metrics.Refused(refused.Code);
            if (refused.Code == NodeRefusals.Malformed)
            {
                metrics.Malformed();
            }

            if (record.Add(refused.Code, address))
            {
                NodeLog.NodeRefused(logger, address.ToString(), refused.Code, refused.Reason);
            }

            await link.CloseAsync(refused);
        }

        return node;
    }

    /// <summary>The handshake, during which the connection is one of few.</summary>
    private async Task<(Refused? Refused, ProvenPeer? Peer)> ProveAsync(NodeLink link, IPAddress address, CancellationToken stop)
    {
        var entry = _joining.Enter(CallerNetwork.Of(address), link.Abort);
        try
        {
            var proved = await greeting.RunAsync(link, address, clock, () => _joining.Spoke(entry), stop);
            return entry.IsDisplaced ? (new Refused(NodeRefusals.Full, "Too many nodes join at once. Try again in a moment."), null) : proved;
        }
        finally
        {
            _joining.Leave(entry);
        }
    }

    private async Task<(JoinedNode? Node, Refused? Refused)> AnnouncedAsync(NodeLink link, IPAddress address, ProvenPeer peer, CancellationToken stop)
    {
        var first = await link.ReadAsync(stop);
        if (first.Message is not Announce announce)
        {
            return (null, first.Fault ?? Unexpected(first.Message));
        }

        var sessions = new List<HeldSessionDto>();
        while (true)
        {
            var read = await link.ReadAsync(stop);
            if (read.Message is not HeldSessions held)
            {
                return (null, read.Fault ?? Unexpected(read.Message));
            }

            sessions.AddRange(held.Sessions);
            if (held.IsLast)
            {
                break;
            }
        }

        // Resolved only now: the registry starts this process's relays if nothing has yet.
        var refused = services.GetRequiredService<NodeRegistry>().Join(announce, sessions, peer, link, out var node);
        if (node is not null)
        {
            NodeLog.NodeJoined(logger, node.Name, address.ToString(), node.Home.Region, announce.Relays.Count, sessions.Count);
        }

        return (node, refused);
    }

    private async Task ReceiveAsync(JoinedNode node, NodeLink link)
    {
        var registry = services.GetRequiredService<NodeRegistry>();
        Refused? fault = null;
        try
        {
            while (fault is null)
            {
                var read = await link.ReadAsync(lifetime.ApplicationStopping);
                if (read == LinkRead.End)
                {
                    return;
                }

                fault = read.Fault ?? (registry.Receive(node, link, read.Message!) ? null : Unexpected(read.Message));
            }

            metrics.Malformed();
            NodeLog.LinkFault(logger, node.Name, fault.Code, fault.Reason);
        }
        finally
        {
            registry.Lost(node, link);
            await link.CloseAsync(fault);
        }
    }

    private static Refused Unexpected(NodeMessage? message) => new(
        NodeRefusals.Malformed,
        $"{(message is null ? "The link ended" : $"A message ({message.GetType().Name}) came")} at the wrong moment or with invalid contents. "
        + "Both ends must be ConsultCluster of the same version.");
}
