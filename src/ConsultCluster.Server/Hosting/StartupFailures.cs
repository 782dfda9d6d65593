using System.Security.Cryptography;
using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Cluster.Hosting.Clocks;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Storage.Migrations;

namespace ConsultCluster.Server.Hosting;

/// <summary>Failures of a start that the operator can mend.</summary>
internal static class StartupFailures
{
    /// <summary>The sentence for such a failure; null for any other.</summary>
    public static StartupException? Explain(Exception failure, ServerOptions options) => failure switch
    {
        StorageUnavailableException => new StartupException($"The {StoreChoice.Name(options)} cannot be used now: {failure.Message}", failure),
        AuthenticationTagMismatchException => new StartupException(
            $"data.key in {Path.GetFullPath(options.Data)} is not the key that protects the {StoreChoice.Name(options)}; "
            + "copy it from another server of the cluster or from the backup.",
            failure),
        SchemaTooNewException or InvalidDataException or ClockWrongException or NodeNameTakenException => new StartupException(failure.Message, failure),
        _ => StartupException.Explain(failure, options) ?? FileFailure(failure, Path.GetFullPath(options.Data)),
    };

    /// <summary>What the kernel says of a file names it, and the reason.</summary>
    private static StartupException? FileFailure(Exception failure, string data) => failure is not (IOException or UnauthorizedAccessException) ? null
        : failure.Message.Contains(data, StringComparison.Ordinal)
            ? new StartupException($"The data folder {data} cannot be used: {failure.Message.TrimEnd('.')}. Check its rights and the free space, or choose another with --data.", failure)
            : failure is UnauthorizedAccessException ? new StartupException($"This account may not use a file that the server needs: {failure.Message}", failure)
            : null;
}
