using System.Net.Sockets;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>Finds out whether a silo's process is there, before this one may ask it anything.</summary>
internal static class SiloConnection
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Connects to its port: <see cref="SocketError.Success"/> when something listens there, <see cref="SocketError.TimedOut"/> after 1 s.</summary>
    public static async Task<SocketError> TryAsync(SiloAddress silo, CancellationToken cancellation)
    {
        using var socket = new Socket(silo.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(silo.Endpoint, patience.Token);
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return SocketError.TimedOut;
        }
    }
}
