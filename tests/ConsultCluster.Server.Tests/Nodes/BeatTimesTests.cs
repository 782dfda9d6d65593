using ConsultCluster.Server.Nodes.Agent;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Nodes;

public sealed class BeatTimesTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void AgeAtMost_SeenBeats_CountsFromWhenTheyWereSent()
    {
        var beats = new BeatTimes(_clock);
        _clock.Advance(Second);
        Assert.Equal(1, beats.Next());
        _clock.Advance(Second);
        Assert.Equal(2, beats.Next());
        _clock.Advance(Second);

        Assert.Equal(3 * Second, beats.AgeAtMost(0));
        Assert.Equal(2 * Second, beats.AgeAtMost(1));
        Assert.Equal(Second, beats.AgeAtMost(2));
    }

    [Fact]
    public void AgeAtMost_BeatNeverSent_IsNone()
    {
        var beats = new BeatTimes(_clock);
        beats.Next();

        Assert.Null(beats.AgeAtMost(2));
        Assert.Null(beats.AgeAtMost(-1));
    }

    [Fact]
    public void AgeAtMost_BeatForgotten_IsTooOldForAnything()
    {
        var beats = new BeatTimes(_clock);
        for (var i = 0; i < 1000; i++)
        {
            beats.Next();
        }

        Assert.Equal(TimeSpan.MaxValue, beats.AgeAtMost(800));
        Assert.Equal(TimeSpan.MaxValue, beats.AgeAtMost(0));
        Assert.Equal(TimeSpan.Zero, beats.AgeAtMost(900));
    }

    [Fact]
    public void Next_Backoff_DoublesUpToItsLimitAndStartsAgain()
    {
        var backoff = new Backoff(new Random(7));
        var waits = Enumerable.Range(0, 6).Select(_ => backoff.Next().TotalMilliseconds).ToArray();

        Assert.All(waits.Zip([100, 200, 400, 800, 800, 800]), pair => Assert.InRange(pair.First, pair.Second / 2.0, pair.Second));
        backoff.Reset();
        Assert.InRange(backoff.Next().TotalMilliseconds, 50, 100);
    }
}
