namespace ConsultCluster.Server.Tokens;

/// <summary>Reads the signing keys again every minute, so that rotations and deletions by other servers reach this one.</summary>
internal sealed partial class TokenKeyRefresh(TokenKeys keys, TimeProvider clock, ILogger<TokenKeyRefresh> logger) : BackgroundService
{
    /// <summary>How often the keys are read.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.ReloadAsync().WaitAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(e.Message);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Signing keys could not be read; retrying in a minute: {Reason}")]
    private partial void LogFailure(string reason);
}
