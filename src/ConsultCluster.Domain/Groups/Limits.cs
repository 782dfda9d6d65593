using ConsultCluster.Domain.Audit;

namespace ConsultCluster.Domain.Groups;

/// <summary>Names of a group's limits, in the audit and as metric tags, and the entry of one that has refused somebody.</summary>
public static class Limits
{
    /// <summary>Tokens of one person, or of the group.</summary>
    public const string Tokens = "tokens";

    /// <summary>Seats of the group.</summary>
    public const string Seats = "seats";

    /// <summary>One terminal for each token.</summary>
    public const string Sessions = "sessions";

    /// <summary>The limit that a refusal's code stands for; null when it is none.</summary>
    public static string? Of(string code) => code switch
    {
        RefusalCodes.RequestFlood => Tokens,
        RefusalCodes.GroupFull => Seats,
        RefusalCodes.TokenUsed => Sessions,
        _ => null,
    };

    /// <summary>Puts on record that a limit has refused somebody. The caller bounds how often.</summary>
    public static Decision<Group> RecordLimit(this Group group, string limit, PersonId by, string from, DateTimeOffset now)
    {
        if (group.Request is null || group.Ended)
        {
            return group.Keep(group);
        }

        var builder = new DecisionBuilder(group, now);
        builder.Audit(by, from, AuditActions.LimitReached, ("limit", limit));
        return builder.Done(builder.Group);
    }
}
