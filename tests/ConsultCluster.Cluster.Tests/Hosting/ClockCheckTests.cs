using ConsultCluster.Cluster.Hosting.Clocks;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Cluster.Tests.Hosting;

/// <summary>This machine's clock beside the database's.</summary>
public sealed class ClockCheckTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly SettableClock _clock = new();
    private readonly SemaphoreSlim _asked = new(0);
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
        while (_asked.Wait(0))
        {
            // Those of the start.
        }

        _database = () => Task.FromException<DateTimeOffset>(new IOException("away"));
        await UntilAskedAsync(times: 1);
        Assert.False(check.IsOff);

        Ahead(TimeSpan.FromMinutes(2));
        await UntilAskedAsync(times: 3);

        // The stop waits for the comparison that is under way.
        await check.StopAsync(CancellationToken.None);
        Assert.True(check.IsOff);
    }

    private void Ahead(TimeSpan ahead) => _database = () => Task.FromResult(_clock.GetUtcNow() - ahead);

    private ClockCheck Check() => new(
        async _ =>
        {
            try
            {
                return await _database();
            }
            finally
            {
                _asked.Release();
            }
        },
        _clock,
        NullLogger<ClockCheck>.Instance);

    /// <summary>The timer fires again until then: it may have fired before anybody waited for it.</summary>
    private async Task UntilAskedAsync(int times)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        _clock.Fire();
        for (var i = 0; i < times; i++)
        {
            await _asked.WaitAsync(deadline.Token);
        }
    }
}
