using System.Net.Sockets;
using System.Security.Cryptography;
using ConsultCluster.Cluster.Hosting.Clocks;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Relay;
using ConsultCluster.Storage.Migrations;
using Microsoft.AspNetCore.Connections;

namespace ConsultCluster.Server.Hosting;

/// <summary>The server cannot start here; the message says in one sentence what to do.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The sentence for a failure that the user can mend; null for any other.</summary>
    public static StartupException? Explain(Exception failure, ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return failure switch
        {
            StartupException known => known,
            StorageUnavailableException => new StartupException(
                $"The {StoreChoice.Name(options)} cannot be used now: {failure.Message}", failure),
            AuthenticationTagMismatchException => new StartupException(
                $"data.key in {Path.GetFullPath(options.Data)} is not the key that protects the {StoreChoice.Name(options)}; "
                + "copy it from another server of the cluster or from the backup.",
                failure),
            RelayStartException { PortInUse: { } port } => new StartupException(RelayPortInUse(port, options), failure),
            SchemaTooNewException or RelayStartException or InvalidDataException or ClockWrongException => new StartupException(failure.Message, failure),
            _ when Inner<AddressInUseException>(failure) => new StartupException(
                $"TCP port {Ports(options)} is used by another program; end it or choose another with --http-port.", failure),
            SocketException { SocketErrorCode: SocketError.AccessDenied } or IOException { InnerException: SocketException { SocketErrorCode: SocketError.AccessDenied } }
                => new StartupException("The ports may not be used by this account; choose some above 1023.", failure),
            UnauthorizedAccessException => new StartupException(
                $"The folder {Path.GetFullPath(options.Data)} may not be written by this account; choose another with --data.", failure),
            _ => null,
        };
    }

    private static string RelayPortInUse(int port, ServerOptions options) => options.Relays == 1
        ? $"UDP port {port} is used by another program; end it or choose another with --relay-port."
        : $"UDP port {port} is used by another program, but {options.Relays} relays need {options.RelayPort} to "
            + $"{options.RelayPort + options.Relays - 1}; end it, choose others with --relay-port, or start fewer with --relays.";

    private static string Ports(ServerOptions options) => options.Https ? $"{options.HttpPort} or {options.HttpsPort}" : $"{options.HttpPort}";

    private static bool Inner<T>(Exception? failure)
        where T : Exception
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is T)
            {
                return true;
            }
        }

        return false;
    }
}
