using ConsultCluster.Relay.Remote.Agent;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Relay.Remote.Tests;

public sealed class HeartbeatTimesTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void AgeAtMost_SeenBeats_CountsFromWhenTheyWereSent()
    {
        var heartbeats = new HeartbeatTimes(_clock);
        _clock.Advance(Second);
        Assert.Equal(1, heartbeats.Next());
        _clock.Advance(Second);
        Assert.Equal(2, heartbeats.Next());
        _clock.Advance(Second);

        Assert.Equal(3 * Second, heartbeats.AgeAtMost(0));
        Assert.Equal(2 * Second, heartbeats.AgeAtMost(1));
        Assert.Equal(Second, heartbeats.AgeAtMost(2));
    }

    [Fact]
    public void AgeAtMost_BeatNeverSent_IsNone()
    {
        var heartbeats = new HeartbeatTimes(_clock);
        heartbeats.Next();

        Assert.Null(heartbeats.AgeAtMost(2));
        Assert.Null(heartbeats.AgeAtMost(-1));
    }

    [Fact]
    public void AgeAtMost_BeatForgotten_IsTooOldForAnything()
    {
        var heartbeats = new HeartbeatTimes(_clock);
        for (var i = 0; i < 1000; i++)
        {
            heartbeats.Next();
        }

        Assert.Equal(TimeSpan.MaxValue, heartbeats.AgeAtMost(800));
        Assert.Equal(TimeSpan.MaxValue, heartbeats.AgeAtMost(0));
        Assert.Equal(TimeSpan.Zero, heartbeats.AgeAtMost(900));
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
