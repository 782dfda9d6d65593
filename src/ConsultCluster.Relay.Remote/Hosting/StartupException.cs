using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>The process cannot start here; the message says in one sentence what to do.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The sentence for a failure that the operator can mend; null for any other.</summary>
    public static StartupException? Explain(Exception failure, ProcessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return failure switch
        {
            StartupException known => known,
            RelayStartException { PortInUse: { } port } => new(RelayPortInUse(port, options), failure),
            RelayStartException { InnerException: SocketException { SocketErrorCode: SocketError.AccessDenied } }
                => new($"UDP port {options.RelayPort} may not be used by this account; choose one above 1023 with --relay-port.", failure),
            NodeKeyException or RelayStartException => new(failure.Message, failure),
            _ when All(failure).OfType<AddressInUseException>().Any() => new($"One of the TCP ports is used by another program: {failure.Message}", failure),
            _ when All(failure).OfType<SocketException>().Any(e => e.SocketErrorCode == SocketError.AccessDenied)
                => new("The ports may not be used by this account; choose some above 1023.", failure),
            _ => null,
        };
    }

    private static string RelayPortInUse(int port, ProcessOptions options) => options.Relays == 1
        ? $"UDP port {port} is used by another program; end it or choose another with --relay-port."
        : $"UDP port {port} is used by another program, but {options.Relays} relays need {options.RelayPort} to "
            + $"{options.RelayPort + options.Relays - 1}; end it, choose others with --relay-port, or start fewer with --relays.";

    /// <summary>The failure and everything inside it.</summary>
    private static IEnumerable<Exception> All(Exception failure)
    {
        var inner = failure is AggregateException several ? several.InnerExceptions : failure.InnerException is { } one ? [one] : Enumerable.Empty<Exception>();
        return inner.SelectMany(All).Prepend(failure);
    }
}
