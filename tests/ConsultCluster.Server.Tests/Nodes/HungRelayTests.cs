using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;
using RelayDirectory = ConsultCluster.Relay.RelayDirectory;

namespace ConsultCluster.Server.Tests.Nodes;

/// <summary>A relay whose thread stands still while its process goes on beating: only the other relays can find that, over their links.</summary>
public sealed class HungRelayTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hang_OneRelayOfThreeNodes_IsSilentWithinASecondAndComesBack(bool isOfTheControlProcess)
    {
        await using var cluster = await NodeCluster.StartAsync();
        await cluster.StartNodeAsync("a");
        await cluster.StartNodeAsync("b");
        var node = await cluster.StartNodeAsync("c");
        var relay = isOfTheControlProcess ? cluster.Relays.Own[0] : node.Services.GetRequiredService<RelayDirectory>().Own[0];
        var id = relay.Id.Value;
        await Eventually.HoldsAsync(() => relay.Links.Count(link => link.State == LinkState.Up) == 3, "the others are linked to the relay");
        using var hang = new Hang();

        relay.ObserveLinks(hang);
        var since = await hang.Began.InTimeAsync();
        await cluster.StateAsync(id, RelayState.Silent);

        var found = cluster.Changes.First(entry => entry.Change.After is { State: RelayState.Silent } after && after.Relay.Id.Value == id).At;
        output.WriteLine($"silent after {TimeProvider.System.GetElapsedTime(since, found).TotalMilliseconds:F0} ms");
        if (TimeLimit.IsQuiet)
        {
            Assert.InRange(TimeProvider.System.GetElapsedTime(since, found).TotalMilliseconds, 300, 2_000);
        }

        Assert.True(node.IsJoined);
        await Eventually.HoldsAsync(
            () => cluster.Relays.Entries.Where(entry => entry.Relay.Id.Value != id).All(entry => entry.State == RelayState.Active), "the others are active");

        hang.End();
        await cluster.StateAsync(id, RelayState.Active);
    }

    /// <summary>Holds the thread that tells it of a link, which is the relay's.</summary>
    private sealed class Hang : ILinkObserver, IDisposable
    {
        private readonly TaskCompletionSource<long> _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _ended = new();

        /// <summary>Done once the thread is held, with the moment since when.</summary>
        public Task<long> Began => _began.Task;

        public void OnLinkUp(RelayId peer)
        {
            _began.TrySetResult(TimeProvider.System.GetTimestamp());
            _ended.Wait();
        }

        public void OnLinkSilent(RelayId peer)
        {
        }

        public void End() => _ended.Set();

        public void Dispose() => End();
    }
}
