using ConsultCluster.Domain.Groups;
using ConsultCluster.Engine.Relays;
using ConsultCluster.Engine.Stores;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Engine.Embedded;

/// <summary>What every group of one engine shares.</summary>
internal sealed record EmbeddedServices(IGroupStore Store, IRelays Relays, TimeProvider Clock, EmbeddedOptions Options, ILogger Logger)
{
    public GroupRules Rules { get; } = new(Options.SeatHold, Options.UnusedExpiry);

    public DateTimeOffset Now => Clock.GetUtcNow();
}
