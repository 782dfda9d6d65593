using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

public sealed class HeartbeatRingTests
{
    [Fact]
    public void WatchersOf_LargeCluster_AreAFewOfOtherMachinesAndSharedOutEvenly()
    {
        var directory = Large().Directory;

        var ring = new HeartbeatRing(directory);
        var watched = directory.Relays.ToDictionary(relay => relay.Relay, relay => ring.WatchersOf(relay.Relay, 4));

        foreach (var (relay, watchers) in watched)
        {
            Assert.Equal(4, watchers.Select(watcher => directory.Find(watcher)!.Node).Distinct().Count());
            Assert.All(watchers, watcher => Assert.NotEqual(directory.Find(relay)!.Machine, directory.Find(watcher)!.Machine));
        }

        Assert.True(watched.Values.SelectMany(watchers => watchers).GroupBy(watcher => watcher).Max(watches => watches.Count()) <= 20);
    }

    [Fact]
    public void WatchersOf_ProcessOfOneDies_AnotherTakesItsPlace()
    {
        var cluster = Large();
        var before = new HeartbeatRing(cluster.Directory).WatchersOf(Cluster.Id("relay-07"), 4);

        var node = cluster.Directory.Find(before[0])!.Node;
        cluster.Marked(RelayState.Silent, [.. cluster.Directory.Relays.Where(relay => relay.Node == node).Select(relay => relay.Relay.Value)]);
        var after = new HeartbeatRing(cluster.Directory).WatchersOf(Cluster.Id("relay-07"), 4);

        Assert.Equal(4, after.Length);
        Assert.DoesNotContain(before[0], after);
        Assert.Equal(before.Skip(1), after.Take(3));
    }

    [Fact]
    public void WatchersOf_TwoProcesses_IsOneOfTheOther()
    {
        var directory = new Cluster().With(Cluster.Entry("a-1", "a"), Cluster.Entry("a-2", "a"), Cluster.Entry("b-1", "b"), Cluster.Entry("b-2", "b")).Directory;

        Assert.StartsWith("b", Assert.Single(new HeartbeatRing(directory).WatchersOf(Cluster.Id("a-1"), 4)).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void WatchersOf_UnknownRelay_AreNone() => Assert.Empty(new HeartbeatRing(Large().Directory).WatchersOf(Cluster.Id("nobody"), 4));

    /// <summary>Sixty relays, two to a process, two processes to a machine.</summary>
    private static Cluster Large() =>
        new Cluster().With([.. Enumerable.Range(0, 60).Select(i => Cluster.Entry($"relay-{i:D2}", $"node-{i / 2}", $"machine-{i / 4}"))]);
}
