namespace ConsultCluster.Domain.Groups;

/// <summary>
/// How much is written in one group: a token bucket for each person and one for all. What one writes all others have to load, so it is limited where all of it
/// comes together. Not durable: a group that moves to another process begins with full buckets.
/// </summary>
/// <param name="perMember">Messages per minute of one person, and at once.</param>
/// <param name="perGroup">The same for all together.</param>
public sealed class ChatBudget(int perMember, int perGroup)
{
    private readonly Dictionary<PersonId, Bucket> _members = [];
    private Bucket? _group;

    /// <summary>Takes one message of that person; a refusal when there were too many, which takes nothing.</summary>
    /// <param name="now">May go back, as clocks do: then nothing is refilled.</param>
    public Refusal? Take(PersonId person, DateTimeOffset now)
    {
        var member = (_members.TryGetValue(person, out var known) ? known : new Bucket(perMember, now)).Refill(perMember, now);
        var group = (_group ?? new Bucket(perGroup, now)).Refill(perGroup, now);
        if (member.Left < 1)
        {
            return new Refusal(RefusalCodes.ChatFlood, $"You may write {perMember} messages a minute. Wait a few seconds, then send it again.");
        }

        if (group.Left < 1)
        {
            return new Refusal(RefusalCodes.ChatFlood, $"The participants may write {perGroup} messages a minute together. Wait a few seconds, then send it again.");
        }

        _members[person] = member with { Left = member.Left - 1 };
        _group = group with { Left = group.Left - 1 };
        return null;
    }

    /// <param name="Left">Messages, in fractions while it refills.</param>
    /// <param name="At">When that was so.</param>
    private readonly record struct Bucket(double Left, DateTimeOffset At)
    {
        private const double SecondsPerMinute = 60;

        public Bucket Refill(int perMinute, DateTimeOffset now)
        {
            var seconds = Math.Max(0, (now - At).TotalSeconds);
            return new(Math.Min(perMinute, Left + (seconds * perMinute / SecondsPerMinute)), now > At ? now : At);
        }
    }
}
