using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Testing.Relays;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Cluster.Tests.Groups;

/// <summary>An engine under test with the world around it. Seats are held 30 s, groups leave memory after 5 min without members.</summary>
public abstract class GroupFixture : IAsyncDisposable
{
    protected GroupFixture() => Relays = new FakeRelays(RelayA, RelayB);

    /// <summary>The engine's clock.</summary>
    public FakeTimeProvider Clock { get; } = new();

    /// <summary>The first relay.</summary>
    public FakeRelay RelayA { get; } = new("relay-a");

    /// <summary>The second relay.</summary>
    public FakeRelay RelayB { get; } = new("relay-b");

    /// <summary>Both, as the engine knows them.</summary>
    public FakeRelays Relays { get; }

    /// <summary>The engine; another one after <see cref="RestartAsync"/>.</summary>
    public abstract IConsultationGroups Groups { get; }

    /// <summary>What the engine has written.</summary>
    public abstract IGroupStore Store { get; }

    /// <summary>The audit that the engine has written.</summary>
    public abstract IAuditStore Audit { get; }

    /// <summary>Ends the engine and its relays as a killed process does, and starts new ones on the same store.</summary>
    public abstract Task RestartAsync();

    public abstract ValueTask DisposeAsync();
}
