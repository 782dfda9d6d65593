using System.Diagnostics;
using ConsultCluster.Ports.Clusters;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Hosting.Clocks;

/// <summary>
/// Compares the clocks at start and every minute. Tokens, held seats and the membership compare times of several machines; they bear the seconds that are
/// allowed here, not minutes.
/// </summary>
/// <param name="askDatabase">The database's clock.</param>
internal sealed class ClockCheck(Func<CancellationToken, Task<DateTimeOffset>> askDatabase, TimeProvider clock, ILogger<ClockCheck> logger)
    : BackgroundService, IClockCheck
{
    /// <summary>More is a warning. NTP keeps machines within some 10 ms.</summary>
    private static readonly TimeSpan Warning = TimeSpan.FromSeconds(1);

    /// <summary>More refuses to start. Two silos then differ by 20 s at most, which <see cref="MembershipTimings"/> bears.</summary>
    private static readonly TimeSpan Refusal = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>The quickest answer of so many tells most.</summary>
    private const int Questions = 3;

    private volatile State? _state;

    /// <inheritdoc/>
    public TimeSpan? Ahead => _state?.Reading.Ahead;

    /// <inheritdoc/>
    public bool IsOff => _state?.Reading.IsOffBy(Warning) == true;

    /// <exception cref="ClockWrongException">The clocks differ by more than 10 s.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await CompareAsync(cancellationToken);
        if (_state!.Reading is var reading && reading.IsOffBy(Refusal))
        {
            throw new ClockWrongException(reading.Ahead);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await CompareAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    ClusterLog.ClockUnknown(logger, e);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private async Task CompareAsync(CancellationToken cancellation)
    {
        ClockReading? best = null;
        for (var i = 0; i < Questions; i++)
        {
            var (asked, started) = (clock.GetUtcNow(), clock.GetTimestamp());
            var theirs = await askDatabase(cancellation);
            var reading = ClockReading.Of(asked, theirs, clock.GetElapsedTime(started));
            if (best is null || reading.Error < best.Value.Error)
            {
                best = reading;
            }
        }

        Debug.Assert(best is not null, "At least one question was asked.");
        _state = new State(best.Value);
        if (IsOff)
        {
            ClusterLog.ClockOff(logger, best.Value.Ahead.TotalSeconds);
        }
    }

    private sealed record State(ClockReading Reading);
}
