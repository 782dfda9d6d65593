using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

public sealed class SuspicionsTests
{
    private readonly Suspicions _suspicions = new();
    private readonly Cluster _cluster = new Cluster().With(
        Cluster.Entry("a-1", "a"), Cluster.Entry("a-2", "a"), Cluster.Entry("b-1", "b"), Cluster.Entry("b-2", "b"), Cluster.Entry("c-1", "c"));

    [Fact]
    public void Dead_OneAccuser_IsNotEnough() => Assert.Empty(Accused("a-1", "b-1"));

    [Fact]
    public void Dead_TwoAccusersOfOneProcess_AreOneWitness() => Assert.Empty(Accused("a-1", "b-1", "b-2"));

    [Fact]
    public void Dead_AccuserOfTheSameProcess_DoesNotCount() => Assert.Empty(Accused("a-1", "b-1", "a-2"));

    [Fact]
    public void Dead_TwoOtherProcesses_IsDead() => Assert.Equal(Cluster.Id("a-1"), Assert.Single(Accused("a-1", "b-1", "c-1")));

    [Fact]
    public void Dead_ControlPlaneAlone_IsDead()
    {
        _suspicions.ReportByControlPlane(Cluster.Id("a-1"), silent: true);

        Assert.Equal(Cluster.Id("a-1"), Assert.Single(_suspicions.Dead(_cluster.Directory)));
    }

    [Fact]
    public void Dead_HeardAgainByOne_IsNotDead()
    {
        Accused("a-1", "b-1", "c-1");
        _suspicions.Report(Cluster.Id("b-1"), Cluster.Id("a-1"), silent: false);

        Assert.Empty(_suspicions.Dead(_cluster.Directory));
    }

    [Fact]
    public void Dead_AccuserIsDeadItself_DoesNotCount()
    {
        Accused("a-1", "b-1", "c-1");
        _cluster.Marked(RelayState.Silent, "c-1");

        Assert.Empty(_suspicions.Dead(_cluster.Directory));
    }

    [Fact]
    public void Dead_MarkedAlready_IsNotToldAgain()
    {
        Accused("a-1", "b-1", "c-1");
        _cluster.Marked(RelayState.Silent, "a-1");

        Assert.Empty(_suspicions.Dead(_cluster.Directory));
    }

    [Fact]
    public void Forget_JoinedAnew_StartsWithoutSuspicion()
    {
        Accused("a-1", "b-1", "c-1");
        _suspicions.Forget(Cluster.Id("a-1"));

        Assert.Empty(_suspicions.Dead(_cluster.Directory));
    }

    private System.Collections.Immutable.ImmutableArray<RelayId> Accused(string relay, params string[] by)
    {
        foreach (var accuser in by)
        {
            _suspicions.Report(Cluster.Id(accuser), Cluster.Id(relay), silent: true);
        }

        return _suspicions.Dead(_cluster.Directory);
    }
}
