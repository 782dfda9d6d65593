using ConsultCluster.Engine.Embedded;
using ConsultCluster.Engine.Relays;
using ConsultCluster.Testing.Relays;

namespace ConsultCluster.Engine.Tests.Embedded;

public sealed class RelayChoiceTests
{
    private static readonly TimeSpan _later = TimeSpan.FromMinutes(1);

    private readonly RelayChoice _choice = new();

    [Fact]
    public void Pick_NoRelay_IsNull() => Assert.Null(_choice.Pick([], TimeSpan.Zero));

    [Fact]
    public void Pick_DifferentShares_TakesTheLeastLoaded()
    {
        var relays = Relays(0.5, 0.2, 0.4);

        Assert.Same(relays[1], _choice.Pick(relays, TimeSpan.Zero));
    }

    [Fact]
    public void Pick_BurstOnIdleRelays_SpreadsEvenly()
    {
        var relays = Relays(0, 0, 0, 0);

        var placed = Burst(relays, 400, TimeSpan.Zero);

        Assert.All(placed, groups => Assert.Equal(100, groups));
    }

    [Fact]
    public void Pick_BurstOnUnevenRelays_FillsTheEmptierOnesUntilTheyAreEven()
    {
        var relays = Relays(0.6, 0, 0.3);

        var placed = Burst(relays, 40, TimeSpan.Zero);
        Assert.Equal([0, 40, 0], placed);

        placed = Burst(relays, 80, TimeSpan.Zero);
        Assert.Equal([0, 40, 40], placed);

        placed = Burst(relays, 300, TimeSpan.Zero);
        Assert.All(placed, groups => Assert.InRange(groups, 70, 130));
    }

    [Fact]
    public void Pick_BurstThatTurnedOutHeavy_GoesByWhatWasMeasured()
    {
        var relays = Relays(0, 0);
        Burst(relays, 10, TimeSpan.Zero);
        relays[0].Share = 0.4;

        Assert.Equal([0, 10], Burst(relays, 10, _later));
    }

    [Fact]
    public void Pick_BurstThatStayedSilent_NoLongerCountsLater()
    {
        var relays = Relays(0, 0.1);
        Burst(relays, 14, TimeSpan.Zero);
        Assert.Same(relays[1], _choice.Pick(relays, TimeSpan.Zero));

        Assert.Same(relays[0], _choice.Pick(relays, _later));
    }

    [Fact]
    public void Pick_MeasuredLoadTakesOver_DoesNotCountTheSameGroupsTwice()
    {
        // Ten groups that bring what was assumed of them: half a life later relay-1 shows half, and half is still reserved.
        var relays = Relays(0, 0.08);
        Burst(relays, 10, TimeSpan.Zero);
        relays[0].Share = 0.0375;

        Assert.Same(relays[0], _choice.Pick(relays, TimeSpan.FromSeconds(3)));
        Assert.Same(relays[1], _choice.Pick(relays, TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void Pick_SilentSessions_BreakTiesButDoNotOutweighLoad()
    {
        var relays = Relays(0.01, 0.01);
        relays[0].ExtraSessions = 30;
        Assert.Same(relays[1], _choice.Pick(relays, TimeSpan.Zero));

        relays[0].ExtraSessions = 100_000;
        relays[1].Share = 0.5;
        Assert.Same(relays[0], _choice.Pick(relays, _later));
    }

    [Fact]
    public void Pick_RelayGone_TakesAnother()
    {
        var relays = Relays(0, 0.9);

        Assert.Same(relays[1], _choice.Pick([relays[1]], TimeSpan.Zero));
    }

    [Fact]
    public void Pick_ManyThreads_CountsEveryGroup()
    {
        var relays = Relays(0, 0, 0);
        var placed = new int[3];

        Parallel.For(0, 300, _ => Interlocked.Increment(ref placed[Array.IndexOf(relays, _choice.Pick(relays, TimeSpan.Zero))]));

        Assert.All(placed, groups => Assert.Equal(100, groups));
    }

    private static FakeRelay[] Relays(params double[] shares) =>
        [.. shares.Select((share, i) => new FakeRelay($"relay-{i + 1}") { Share = share })];

    /// <summary>Groups that each relay got.</summary>
    private int[] Burst(FakeRelay[] relays, int groups, TimeSpan now)
    {
        var placed = new int[relays.Length];
        for (var i = 0; i < groups; i++)
        {
            placed[Array.IndexOf<IRelay>(relays, _choice.Pick(relays, now)!)]++;
        }

        return placed;
    }
}
