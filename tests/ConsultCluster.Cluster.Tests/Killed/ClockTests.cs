using ConsultCluster.Domain.Groups;
using ConsultCluster.Testing.Groups;

namespace ConsultCluster.Cluster.Tests.Killed;

/// <summary>Silos whose clocks are not the database's. What gives a process a wrong clock makes every look at it slow, so nothing here asks for speed.</summary>
public sealed class ClockTests(ClockTests.SilosASecondApart silos) : IClassFixture<ClockTests.SilosASecondApart>
{
    private readonly PostgresCluster _cluster = silos.Cluster;

    [Fact]
    public async Task Start_ClocksASecondApart_BothAreMembersAndGroupsWork()
    {
        await _cluster.SeesAsync("silo-0", "silo-1");
        var group = _cluster.Groups.Get(Scene.Id);
        await group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        var (_, terminal) = await group.SitAsync("a");

        var seen = await group.SnapshotAsync().Value();

        Assert.Equal([(terminal, PresenceState.Entered)], seen.Members.Select(member => (member.Terminal, member.Presence)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(-8)]
    public async Task Start_ClockMinutesOff_IsRefusedAndDoesNotBecomeAMember(int minutes)
    {
        var refused = await ClusterProcess.RefusedAsync(_cluster.Connection, "wrong", TimeSpan.FromMinutes(minutes));

        Assert.Contains(minutes > 0 ? "ahead of the database's" : "behind the database's", refused, StringComparison.Ordinal);
        Assert.Contains("NTP", refused, StringComparison.Ordinal);
        Assert.Equal("0", await _cluster.AskAsync("SELECT count(*) FROM orleans_silo WHERE silo_name LIKE 'wrong%'"));
    }

    /// <summary>One behind the database and one ahead of it.</summary>
    public sealed class SilosASecondApart : IAsyncLifetime
    {
        internal PostgresCluster Cluster { get; private set; } = null!;

        public async Task InitializeAsync() => Cluster = await PostgresCluster.StartAsync(TimeSpan.FromSeconds(-0.5), TimeSpan.FromSeconds(0.5));

        public async Task DisposeAsync() => await Cluster.DisposeAsync();
    }
}
