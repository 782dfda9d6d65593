using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Hosting;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Server.Tests.Auth;

public sealed class SignInThrottleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly SignInThrottle _throttle = new(Options.Create(new ServerOptions { SignInDelay = TimeSpan.FromSeconds(20) }));

    [Fact]
    public void Begin_FailuresInARow_DelayTwiceAsLongEachTimeUpToTheSetting()
    {
        var now = Start;
        var delays = new List<double>();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(TimeSpan.Zero, _throttle.Begin("li", "here", now));
            var delay = _throttle.Begin("li", "here", now);
            if (delay == TimeSpan.Zero)
            {
                // That was an attempt of its own.
                i++;
            }

            delays.Add(delay.TotalSeconds);
            now += delay;
        }

        Assert.Equal([0, 0, 2, 4, 8, 16, 20, 20], delays);
    }

    [Fact]
    public void Begin_ManyAtOnce_ChecksNoMoreThanOneAfterTheOther()
    {
        var passed = 0;
        Parallel.For(0, 1000, _ =>
        {
            if (_throttle.Begin("li", "here", Start) == TimeSpan.Zero)
            {
                Interlocked.Increment(ref passed);
            }
        });

        Assert.Equal(SignInThrottle.Free + 1, passed);
    }

    [Fact]
    public void Begin_OtherNameOrSource_IsNotDelayed()
    {
        Fail(SignInThrottle.Free + 1);

        Assert.NotEqual(TimeSpan.Zero, _throttle.Begin("li", "here", Start));
        Assert.Equal(TimeSpan.Zero, _throttle.Begin("li", "there", Start));
        Assert.Equal(TimeSpan.Zero, _throttle.Begin("wang", "here", Start));
    }

    [Fact]
    public void Succeed_AndTime_ForgetFailures()
    {
        Fail(SignInThrottle.Free);
        _throttle.Succeed("li", "here");
        Fail(SignInThrottle.Free + 1);

        Assert.NotEqual(TimeSpan.Zero, _throttle.Begin("li", "here", Start));
        Assert.Equal(TimeSpan.Zero, _throttle.Begin("li", "here", Start.AddHours(2)));
        Assert.Equal(TimeSpan.Zero, _throttle.Begin("li", "here", Start.AddHours(2)));
    }

    [Fact]
    public void Undo_AttemptThatWasNotChecked_CountsForNothing()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.Zero, _throttle.Begin("li", "here", Start));
            _throttle.Undo("li", "here", Start);
        }
    }

    [Fact]
    public void Begin_MoreNamesThanFit_KeepsTheLastUsed()
    {
        for (var i = 0; i < 50_000; i++)
        {
            _throttle.Begin($"name{i}", "here", Start.AddMilliseconds(i));
        }

        Fail(SignInThrottle.Free + 1, Start.AddMinutes(1));
        Assert.NotEqual(TimeSpan.Zero, _throttle.Begin("li", "here", Start.AddMinutes(1)));
    }

    private void Fail(int times, DateTimeOffset? at = null)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(TimeSpan.Zero, _throttle.Begin("li", "here", at ?? Start));
        }
    }
}
