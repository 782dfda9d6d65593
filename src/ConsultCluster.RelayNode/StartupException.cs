using System.Net.Sockets;
using ConsultCluster.Relay;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Hosting;
using Microsoft.AspNetCore.Connections;

namespace ConsultCluster.RelayNode;

/// <summary>The node cannot start here; the message is one sentence that says what to do.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The sentence for a failure that the operator can mend; null for any other.</summary>
    public static StartupException? Explain(Exception failure, RelayNodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return failure switch
        {
            StartupException known => known,
            RelayStartException { PortInUse: { } port } => new StartupException(RelayPortInUse(port, options.Node), failure),
            NodeKeyException or RelayStartException => new StartupException(failure.Message, failure),
            IOException { InnerException: AddressInUseException } => new StartupException(
                $"TCP port {options.HttpPort} is used by another program; end it or choose another with --http-port.", failure),
            SocketException { SocketErrorCode: SocketError.AccessDenied } or IOException { InnerException: SocketException { SocketErrorCode: SocketError.AccessDenied } }
                => new StartupException("The ports may not be used by this account; choose some above 1023.", failure),
            _ => null,
        };
    }

    private static string RelayPortInUse(int port, NodeOptions node) => node.Relays == 1
        ? $"UDP port {port} is used by another program; end it or choose another with --relay-port."
        : $"UDP port {port} is used by another program, but {node.Relays} relays need {node.RelayPort} to "
            + $"{node.RelayPort + node.Relays - 1}; end it, choose others with --relay-port, or start fewer with --relays.";
}
