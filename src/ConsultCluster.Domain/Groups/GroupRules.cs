namespace ConsultCluster.Domain.Groups;

/// <summary>The times a group lives by.</summary>
/// <param name="SeatHold">How long a seat is held after its terminal's signalling was lost. Default 30 s.</param>
/// <param name="UnusedExpiry">A group with nobody inside for this long expires. Default 24 h.</param>
public sealed record GroupRules(TimeSpan SeatHold, TimeSpan UnusedExpiry)
{
    /// <summary>Most live tokens of one group, so that its state stays small.</summary>
    public const int MaxLiveTokens = 512;

    /// <summary>The defaults.</summary>
    public static GroupRules Default { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromHours(24));
}
