using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Cluster.Tests.Groups;

/// <summary>Groups under test with the world around them. Seats are held 30 s, groups leave memory after 5 min without members.</summary>
public abstract class GroupFixture : IAsyncDisposable
{
    protected GroupFixture() => Relays = new FakeRelays(RelayA, RelayB);

    /// <summary>The groups' clock.</summary>
    public FakeTimeProvider Clock { get; } = new();

    /// <summary>The accounts behind the groups' tokens; at first there are none.</summary>
    public FakeAccounts Accounts { get; } = new();

    /// <summary>The first relay.</summary>
    public FakeRelay RelayA { get; } = new("relay-a");

    /// <summary>The second relay.</summary>
    public FakeRelay RelayB { get; } = new("relay-b");

    /// <summary>Both, as the groups know them.</summary>
    public FakeRelays Relays { get; }

    /// <summary>The groups; others after a restart.</summary>
    public abstract IConsultationGroups Groups { get; }

    /// <summary>What the groups have written.</summary>
    public abstract IGroupStore Store { get; }

    /// <summary>The audit that the groups have written.</summary>
    public abstract IAuditStore Audit { get; }

    public abstract ValueTask DisposeAsync();
}
