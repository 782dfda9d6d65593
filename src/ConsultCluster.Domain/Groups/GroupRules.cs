namespace ConsultCluster.Domain.Groups;

/// <summary>Time limits and quotas of a group.</summary>
/// <param name="SeatHold">How long a seat is held after its terminal's signalling was lost. Default 30 s.</param>
/// <param name="UnusedExpiry">A group without members expires after this time. Default 24 h.</param>
public sealed record GroupRules(TimeSpan SeatHold, TimeSpan UnusedExpiry)
{
    /// <summary>Limit of live tokens per group, which bounds the state. The applicant's and the coordinators' own come on top.</summary>
    public const int MaxLiveTokens = 512;

    /// <summary>
    /// For how long after its last WHIP or WHEP session an expired token opens another: an encoder that was switched off, moved and started again comes back. Default 30 min.
    /// </summary>
    public TimeSpan MediaReturn { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Invitations of one person in one group that are valid and that nobody has used. Default 32: twice the largest capacity.</summary>
    public int MaxUnusedInvitations { get; init; } = 32;

    /// <summary>Live tokens with which one person enters one group, and so the seats that one person can have. Default 8.</summary>
    public int MaxTokensOfPerson { get; init; } = 8;

    /// <summary>The defaults.</summary>
    public static GroupRules Default { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromHours(24));
}
