using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;

namespace ConsultCluster.Testing.Hub;

/// <summary>Connects the SignalR client over a WebSocket: the package that usually does is in no partial package source.</summary>
internal sealed class WebSocketConnectionFactory(string? token, string? from) : IConnectionFactory
{
    public WebSocketConnection? Last { get; private set; }

    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = new ClientWebSocket();
        if (token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        }

        if (from is not null)
        {
            socket.Options.SetRequestHeader("X-Forwarded-For", from);
        }

        await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
        return Last = new WebSocketConnection(socket);
    }
}
