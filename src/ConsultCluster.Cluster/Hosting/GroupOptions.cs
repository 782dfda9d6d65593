using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>Times and limits of the groups, and how closely relays and accounts are watched.</summary>
public sealed class GroupOptions
{
    /// <summary>How long a seat is held after its terminal's signalling was lost. Default 30 s.</summary>
    public TimeSpan SeatHold { get; set; } = GroupRules.Default.SeatHold;

    /// <summary>A group with nobody inside for this long expires. Default 24 h.</summary>
    public TimeSpan UnusedExpiry { get; set; } = GroupRules.Default.UnusedExpiry;

    /// <summary>For how long after its last WHIP or WHEP session an expired token opens another; 0 for not at all. Default 30 min.</summary>
    public TimeSpan MediaReturn { get; set; } = GroupRules.Default.MediaReturn;

    /// <summary>A group without members and calls leaves memory after this long. Default 5 min.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>When what the database could not take is tried again. Default 1 s.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for a relay's answer to an offer. Default 10 s.</summary>
    public TimeSpan RelayTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Relays of other processes that watch each relay over links, a heartbeat each 100 ms. Two of them are needed to find one dead; fewer than two watch nobody.
    /// Default 4.
    /// </summary>
    public int Watchers { get; set; } = 4;

    /// <summary>Invitations of one person in one group that are valid and that nobody has used. Default 32.</summary>
    public int MaxUnusedInvitations { get; set; } = GroupRules.Default.MaxUnusedInvitations;

    /// <summary>Live tokens with which one person enters one group, and so the seats that one person can have. Default 8.</summary>
    public int MaxTokensOfPerson { get; set; } = GroupRules.Default.MaxTokensOfPerson;

    /// <summary>
    /// How often the accounts behind the active groups' tokens are looked at, in case that an announcement of a change was lost with the process that made it. Default 30 s.
    /// </summary>
    public TimeSpan AccountsEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Chat messages per minute, and at once, of one person in a group. Default without limit; a server sets it.</summary>
    public int ChatPerMember { get; set; } = int.MaxValue;

    /// <summary>The same of all in a group together. Default likewise.</summary>
    public int ChatPerGroup { get; set; } = int.MaxValue;

    /// <summary>Every mistake, one sentence each; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var mistakes = new List<string>();
        Check(nameof(SeatHold), SeatHold);
        Check(nameof(UnusedExpiry), UnusedExpiry);
        Check(nameof(IdleAfter), IdleAfter);
        Check(nameof(RetryAfter), RetryAfter);
        Check(nameof(RelayTimeout), RelayTimeout);
        Check(nameof(AccountsEvery), AccountsEvery);
        if (MediaReturn < TimeSpan.Zero || MediaReturn > TimeSpan.FromDays(1))
        {
            mistakes.Add($"{nameof(MediaReturn)} has to be 0 to 1 day, but is {MediaReturn}.");
        }

        CheckQuota(nameof(MaxUnusedInvitations), MaxUnusedInvitations);
        CheckQuota(nameof(MaxTokensOfPerson), MaxTokensOfPerson);
        if (ChatPerMember < 1 || ChatPerGroup < 1)
        {
            mistakes.Add($"{nameof(ChatPerMember)} and {nameof(ChatPerGroup)} have to be at least 1, but are {ChatPerMember} and {ChatPerGroup}.");
        }

        if (Watchers is < 0 or > 16)
        {
            mistakes.Add($"{nameof(Watchers)} has to be 0 to 16, but is {Watchers}.");
        }

        return mistakes;

        void CheckQuota(string name, int value)
        {
            if (value is < 1 or > GroupRules.MaxLiveTokens)
            {
                mistakes.Add($"{name} has to be 1 to {GroupRules.MaxLiveTokens}, but is {value}.");
            }
        }

        void Check(string name, TimeSpan value)
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(30))
            {
                mistakes.Add($"{name} has to be more than 0 and at most 30 days, but is {value}.");
            }
        }
    }
}
