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
        UnauthorizedAccessException => new StartupException(
            $"The folder {Path.GetFullPath(options.Data)} may not be written by this account; choose another with --data.", failure),
        _ => StartupException.Explain(failure, options),
    };
}
