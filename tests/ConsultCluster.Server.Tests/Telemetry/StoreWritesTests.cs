using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Telemetry;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Telemetry;

public sealed class StoreWritesTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Refused_UntilAWriteSucceedsOrTheMemoryEnds()
    {
        var writes = new StoreWrites(_time);
        Assert.False(writes.AreRefused);

        await RefuseAsync(writes);
        Assert.True(writes.AreRefused);
        await writes.RunAsync(() => Task.CompletedTask);
        Assert.False(writes.AreRefused);

        await RefuseAsync(writes);
        _time.Advance(StoreWrites.Memory - TimeSpan.FromTicks(1));
        Assert.True(writes.AreRefused);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False(writes.AreRefused);
    }

    /// <summary>A mistake of the caller's says nothing about the database.</summary>
    [Fact]
    public async Task OtherFailure_ChangesNothing()
    {
        var writes = new StoreWrites(_time);
        await RefuseAsync(writes);

        await Assert.ThrowsAsync<InvalidOperationException>(() => writes.RunAsync(() => throw new InvalidOperationException()));

        Assert.True(writes.AreRefused);
    }

    private static Task RefuseAsync(StoreWrites writes) =>
        Assert.ThrowsAsync<StorageUnavailableException>(() => writes.RunAsync(() => throw new StorageUnavailableException("full")));
}
