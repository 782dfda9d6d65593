using ConsultCluster.Benchmarks.Soak.Plan;

namespace ConsultCluster.Benchmarks.Tests.Soak;

public sealed class SoakPlanTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(60)]
    public void Of_AnyLength_NobodyFloodsOrDiesInTheFirstTenth(int minutes)
    {
        var plan = SoakPlan.Of(TimeSpan.FromMinutes(minutes), victims: 4);

        Assert.Equal(new TimeWindow(TimeSpan.Zero, TimeSpan.FromMinutes(minutes) / 10), plan.Quiet);
        Assert.All(plan.Floods, slice => Assert.True(slice.Window.From >= plan.Quiet.To));
        Assert.All(plan.Kills, kill => Assert.True(kill.At > plan.Quiet.To));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public void Of_AnyLength_FloodsFollowEachOtherToTheEnd(int minutes)
    {
        var plan = SoakPlan.Of(TimeSpan.FromMinutes(minutes), victims: 4);

        Assert.Equal(plan.Quiet.To, plan.Floods[0].Window.From);
        Assert.All(plan.Floods.Zip(plan.Floods.Skip(1)), pair => Assert.Equal(pair.First.Window.To, pair.Second.Window.From));
        Assert.Equal(plan.Length, plan.Floods[^1].Window.To);
    }

    [Fact]
    public void Of_Hour_EveryKindOfFloodComesSeveralTimesAndAllTogetherToo()
    {
        var plan = SoakPlan.Of(Hour, victims: 4);

        Assert.All(Enum.GetValues<FloodKind>().Where(kind => kind != FloodKind.None), kind => Assert.True(plan.Floods.Count(slice => slice.Kind == kind) >= 4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(60)]
    public void Of_AnyLength_EachProcessIsBackBeforeTheNextDiesAndBeforeTheEnd(int minutes)
    {
        var plan = SoakPlan.Of(TimeSpan.FromMinutes(minutes), victims: 4);

        Assert.InRange(plan.Kills.Length, 3, 60);
        Assert.All(plan.Kills, kill => Assert.True(kill.RestartAt > kill.At));
        Assert.All(plan.Kills.Zip(plan.Kills.Skip(1)), pair => Assert.True(pair.First.RestartAt < pair.Second.At));
        Assert.True(plan.Kills[^1].RestartAt < plan.Length);
    }

    [Fact]
    public void Of_Hour_EveryVictimDies() =>
        Assert.Equal([0, 1, 2, 3], SoakPlan.Of(Hour, victims: 4).Kills.Select(kill => kill.Victim).Distinct().Order());
}
