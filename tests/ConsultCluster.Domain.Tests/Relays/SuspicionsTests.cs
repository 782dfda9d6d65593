using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

public sealed class SuspicionsTests
{
    private static readonly TimeSpan _start = TimeSpan.FromHours(1);
    private static readonly TimeSpan _answered = _start + Suspicions.AnswerTime;

    private readonly HashSet<(string By, string About)> _heard = [];
    private readonly Suspicions _suspicions = new();
    private readonly Cluster _cluster = new Cluster().With(
        Cluster.Entry("a-1", "a"), Cluster.Entry("a-2", "a"), Cluster.Entry("b-1", "b"), Cluster.Entry("b-2", "b"), Cluster.Entry("c-1", "c"), Cluster.Entry("d-1", "d"));

    [Fact]
    public void Conclude_OneAccuser_IsNotEnough() => Assert.Empty(Accused("a-1", "b-1"));

    [Fact]
    public void Conclude_TwoAccusersOfOneProcess_AreOneWitness() => Assert.Empty(Accused("a-1", "b-1", "b-2"));

    [Fact]
    public void Conclude_AccuserOfTheSameProcess_DoesNotCount() => Assert.Empty(Accused("a-1", "b-1", "a-2"));

    [Fact]
    public void Conclude_TwoOtherProcesses_IsDead() => Assert.Equal(Cluster.Id("a-1"), Assert.Single(Accused("a-1", "b-1", "c-1")));

    [Fact]
    public void Conclude_BeforeTheSuspectCouldAnswer_WaitsForIt()
    {
        Accuse("a-1", _start, "b-1");
        Accuse("a-1", _start + TimeSpan.FromMilliseconds(50), "c-1");

        Assert.Equal(_answered, _suspicions.Conclude(_cluster.Directory, _start + TimeSpan.FromMilliseconds(60)));
        Assert.Equal(_answered + TimeSpan.FromMilliseconds(50), _suspicions.Conclude(_cluster.Directory, _answered));
        Assert.Empty(_suspicions.Dead);
        Assert.Null(_suspicions.Conclude(_cluster.Directory, _answered + TimeSpan.FromMilliseconds(50)));
        Assert.NotEmpty(_suspicions.Dead);
    }

    [Fact]
    public void Conclude_SuspectReportsTheOthersToo_OnlyThePathIsBroken()
    {
        Accuse("a-1", _start, "b-1", "c-1", "d-1");
        Accuse("b-1", _answered, "a-1");
        Accuse("c-1", _answered, "a-1");

        _suspicions.Conclude(_cluster.Directory, _answered);

        Assert.Empty(_suspicions.Dead);
    }

    [Fact]
    public void Conclude_MoreReceiveItThanDoNot_IsNotDead()
    {
        var more = _cluster.With(Cluster.Entry("e-1", "e"), Cluster.Entry("f-1", "f"));
        foreach (var hearing in new[] { "d-1", "e-1", "f-1" })
        {
            _suspicions.Report(Cluster.Id(hearing), Cluster.Id("a-1"), silent: false, _start);
        }

        Assert.Empty(Accused("a-1", "b-1", "c-1"));

        // The relays that receive it are silent themselves: their reports are old.
        more.Marked(RelayState.Silent, "e-1", "f-1");
        _suspicions.Conclude(more.Directory, _answered);
        Assert.NotEmpty(_suspicions.Dead);
    }

    [Fact]
    public void Report_ReceivedAgainByOne_IsNotDead()
    {
        Accused("a-1", "b-1", "c-1");
        _suspicions.Report(Cluster.Id("b-1"), Cluster.Id("a-1"), silent: false, _answered);

        _suspicions.Conclude(_cluster.Directory, _answered);

        Assert.Empty(_suspicions.Dead);
    }

    [Fact]
    public void Report_SaidAgain_CountsFromTheFirstTime()
    {
        Accuse("a-1", _start, "b-1", "c-1");
        Accuse("a-1", _start + TimeSpan.FromMilliseconds(100), "b-1", "c-1");

        _suspicions.Conclude(_cluster.Directory, _answered);

        Assert.NotEmpty(_suspicions.Dead);
    }

    [Fact]
    public void Conclude_ReporterIsSilentItself_DoesNotCount()
    {
        _cluster.Marked(RelayState.Silent, "c-1");

        Assert.Empty(Accused("a-1", "b-1", "c-1"));
    }

    [Fact]
    public void Dead_WitnessesLeave_StaysUntilItIsReceived()
    {
        Accused("a-1", "b-1", "c-1");
        _suspicions.Forget(Cluster.Id("b-1"));
        _suspicions.Forget(Cluster.Id("c-1"));

        _suspicions.Conclude(_cluster.Directory, _answered);

        Assert.NotEmpty(_suspicions.Dead);
    }

    [Fact]
    public void Forget_JoinedAgain_StartsWithoutReports()
    {
        Accused("a-1", "b-1", "c-1");
        _suspicions.Forget(Cluster.Id("a-1"));

        _suspicions.Conclude(_cluster.Directory, _answered);

        Assert.Empty(_suspicions.Dead);
    }

    [Fact]
    public void Report_SilentBeforeItWasReceived_IsIgnored()
    {
        Accused("a-1", "b-1", "c-1");
        _suspicions.Forget(Cluster.Id("a-1"));

        // A late report about an earlier start.
        Assert.Empty(Accused("a-1", "b-1", "c-1"));
    }

    private IReadOnlySet<RelayId> Accused(string relay, params string[] by)
    {
        Accuse(relay, _start, by);
        _suspicions.Conclude(_cluster.Directory, _answered);
        return _suspicions.Dead;
    }

    private void Accuse(string relay, TimeSpan now, params string[] by)
    {
        foreach (var accuser in by)
        {
            if (_heard.Add((accuser, relay)))
            {
                _suspicions.Report(Cluster.Id(accuser), Cluster.Id(relay), silent: false, now);
            }

            _suspicions.Report(Cluster.Id(accuser), Cluster.Id(relay), silent: true, now);
        }
    }
}
