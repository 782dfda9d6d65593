using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR;

namespace ConsultCluster.Benchmarks.Soak.Terminals;

/// <summary>What a call throws when the line or the server behind it is gone.</summary>
internal static class LineLoss
{
    public static bool Is(Exception e) =>
        e is HttpRequestException or WebSocketException or HubException or IOException or InvalidOperationException or OperationCanceledException or TimeoutException;
}
