using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Testing.Groups;

namespace ConsultCluster.Cluster.Tests.Groups;

/// <summary>Tests of one group on a silo by itself, which each of them starts anew.</summary>
public abstract class GroupTests : IAsyncLifetime
{
    internal SiloFixture Silo { get; private set; } = null!;

    internal IConsultationGroup Group => Silo.Groups.Get(Scene.Id);

    public virtual async Task InitializeAsync() => Silo = await SiloFixture.StartAsync();

    public async Task DisposeAsync() => await Silo.DisposeAsync();

    internal Task<GroupSnapshot> RequestAsync(int capacity = 16) => Group.RequestAsync(Scene.Request(capacity: capacity), Scene.Applicant).Value();

    internal async Task<RecordingObserver> ListenAsync()
    {
        var observer = new RecordingObserver();
        await Group.SubscribeAsync(observer).Value();
        return observer;
    }
}
