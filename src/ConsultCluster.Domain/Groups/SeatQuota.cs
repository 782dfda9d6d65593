using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>
/// Finds a place for a terminal: one terminal for each token, and one seat beyond the capacity for each of applicant and coordinator, so that those who
/// lead can always enter.
/// </summary>
internal static class SeatQuota
{
    private static readonly Refusal InUse =
        new(RefusalCodes.TokenUsed, "This link or token is in use on another terminal. Leave there first, or ask for another one.");

    /// <summary>A free place; or the seat that the terminal takes the place of; or a refusal.</summary>
    public static (SeatState? Replaced, Refusal? Refusal) Find(Group group, TokenRecord token, Entry entry)
    {
        if (group.Seats.FirstOrDefault(s => s.Member.Token == token.Claims.Id) is { } before)
        {
            // An encoder or a player that starts anew cannot end the session that it lost, nor can it be told from one that still sends: the newest has the seat. A terminal whose
            // signalling is there ends its own.
            return (entry.IsMediaOnly && before.IsMediaOnly) || before.HeldUntil is not null
                ? (before, null)
                : (null, InUse);
        }

        var capacity = group.Request!.Capacity;
        return group.Seats.Length < capacity ? default
            : token.IsOwn && token.Rights.Role is GroupRole.Applicant or GroupRole.Coordinator ? FindKept(group, token, capacity)
            : (null, Full(capacity));
    }

    /// <summary>The seat kept for the role; or the place of the person's other terminal.</summary>
    private static (SeatState? Replaced, Refusal? Refusal) FindKept(Group group, TokenRecord token, int capacity)
    {
        if (group.Seats.All(s => s.Member.Role != token.Rights.Role))
        {
            return default;
        }

        var own = group.Seats.Where(s => s.Member.Person == token.Claims.Person);
        return own.OrderBy(s => s.HeldUntil is null).FirstOrDefault() is { } other ? (other, null) : (null, Full(capacity));
    }

    private static Refusal Full(int capacity) =>
        new(RefusalCodes.GroupFull, $"All {capacity} seats are taken. Wait until a participant leaves, then try again.");
}
