using ConsultCluster.Cluster.Hosting.Clocks;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Cluster.Tests.Hosting;

/// <summary>This machine's clock beside the database's.</summary>
public sealed class ClockCheckTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly SettableClock _clock = new();
    private Func<Task<DateTimeOffset>> _database;

    public ClockCheckTests() => _database = () => Task.FromResult(_clock.GetUtcNow());

    [Theory]
    [InlineData(11, "11 s ahead of")]
    [InlineData(-480, "480 s behind")]
    public async Task Start_MoreThanTenSeconds_RefusesAndSaysWhatToDo(int ahead, string part)
    {
        Ahead(TimeSpan.FromSeconds(ahead));
        using var check = Check();

        var refused = await Assert.ThrowsAsync<ClockWrongException>(() => check.StartAsync(CancellationToken.None));

        Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        Assert.Contains("NTP", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, false)]
    [InlineData(-1, false)]
    [InlineData(1.5, true)]
    [InlineData(-9.9, true)]
    public async Task Start_LessThanTenSeconds_WarnsOfMoreThanOne(double ahead, bool isOff)
    {
        Ahead(TimeSpan.FromSeconds(ahead));
        using var check = Check();

        await check.StartAsync(CancellationToken.None);

        Assert.Equal((TimeSpan.FromSeconds(ahead), isOff), (check.Ahead, check.IsOff));
        await check.StopAsync(CancellationToken.None);
    }

    /// <summary>A machine that is so busy that every answer takes half a minute still starts: nothing says that its clock is wrong.</summary>
    [Fact]
    public async Task Start_AnswersTakeLong_IsNotTakenForAWrongClock()
    {
        _database = () =>
        {
            var theirs = _clock.GetUtcNow();
            _clock.Move(TimeSpan.FromSeconds(30));
            return Task.FromResult(theirs);
        };
        using var check = Check();

        await check.StartAsync(CancellationToken.None);

        Assert.False(check.IsOff);
        await check.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Minute_ClockWentWrong_IsNoticedThoughTheDatabaseWasAwayBetween()
    {
        using var check = Check();
        await check.StartAsync(CancellationToken.None);
        Assert.False(check.IsOff);
        var failed = 0;
        _database = () =>
        {
            Interlocked.Increment(ref failed);
            return Task.FromException<DateTimeOffset>(new IOException("away"));
        };
        await FireUntilAsync(() => Volatile.Read(ref failed) > 0);
        Assert.False(check.IsOff);

        Ahead(TimeSpan.FromMinutes(2));
        await FireUntilAsync(() => check.IsOff);
        await check.StopAsync(CancellationToken.None);
    }

    private void Ahead(TimeSpan ahead) => _database = () => Task.FromResult(_clock.GetUtcNow() - ahead);

    private ClockCheck Check() => new(
        _ => _database(),
        _clock,
        NullLogger<ClockCheck>.Instance);

    /// <summary>The check makes its timer on a thread of its own, so it may not be there when it first fires.</summary>
    private async Task FireUntilAsync(Func<bool> holds)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!holds())
        {
            _clock.Fire();
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }
}
