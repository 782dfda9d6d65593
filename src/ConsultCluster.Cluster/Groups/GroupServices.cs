using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Cluster.Media;
using ConsultCluster.Cluster.Placement;
using ConsultCluster.Cluster.Telemetry;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Ports.Stores;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Groups;

/// <summary>What every group of a silo shares.</summary>
internal sealed record GroupServices(IGroupStore Store, IAccounts Accounts, IRelays Relays, TimeProvider Clock, GroupOptions Options, GroupMetrics Metrics, ILogger Logger)
{
    private readonly long _start = Clock.GetTimestamp();

    public GroupRules Rules { get; } = new(Options.SeatHold, Options.UnusedExpiry)
    {
        MediaReturn = Options.MediaReturn,
        MaxUnusedInvitations = Options.MaxUnusedInvitations,
        MaxTokensOfPerson = Options.MaxTokensOfPerson,
    };

    public RelayPlacement Placement { get; } = new(Relays, Clock);

    public LinkKeeper Links { get; } = new(Relays, Clock, Logger);

    public SessionSearch Search { get; } = new(Options.RelayTimeout, Clock, Metrics, Logger);

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Time since the silo's groups were made; unlike <see cref="Now"/> it never goes back.</summary>
    public TimeSpan Uptime => Clock.GetElapsedTime(_start);
}
