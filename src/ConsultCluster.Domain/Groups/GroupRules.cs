namespace ConsultCluster.Domain.Groups;

/// <summary>Time limits of a group.</summary>
/// <param name="SeatHold">How long a seat is held after its terminal's signalling was lost. Default 30 s.</param>
/// <param name="UnusedExpiry">A group without members expires after this time. Default 24 h.</param>
public sealed record GroupRules(TimeSpan SeatHold, TimeSpan UnusedExpiry)
{
    /// <summary>Limit of live tokens per group, which bounds the state.</summary>
    public const int MaxLiveTokens = 512;

    /// <summary>The defaults.</summary>
    public static GroupRules Default { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromHours(24));
}
