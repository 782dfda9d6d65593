using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups.Effects;
using ConsultCluster.Domain.Groups.Events;

namespace ConsultCluster.Domain.Groups;

/// <summary>Chat, stored with the consultation.</summary>
public static class Messaging
{
    private const int MaxIdLength = 64;
    private const int MaxTextLength = 4000;

    /// <summary>Records a message. A repeated id from the same terminal returns the first message.</summary>
    /// <param name="recorded">
    /// The message on record with this terminal and id; null when there is none. The group's state contains no texts.
    /// </param>
    public static Decision<ChatMessage> SendMessage(
        this Group group,
        TerminalId terminal,
        string id,
        string text,
        ChatMessage? recorded,
        DateTimeOffset now)
    {
        if (Check(group, terminal, id, text) is { } refusal)
        {
            return group.Refuse<ChatMessage>(refusal);
        }

        if (recorded is not null)
        {
            return group.Keep(recorded);
        }

        var member = group.SeatOf(terminal)!.Member;
        var builder = new DecisionBuilder(group, now);
        var message = new ChatMessage(id, group.Sequence + 1, terminal, member.Person, member.DisplayName, text, now);
        builder.Add(new MessageRecorded(message));
        builder.Raise(sequence => new MessageSent(group.Id, sequence, now, message));
        builder.Audit(member.Person, AuditEntry.System, AuditActions.MessageSent, ("terminal", terminal.Value), ("message", id));
        return builder.Done(message);
    }

    private static Refusal? Check(Group group, TerminalId terminal, string id, string text)
    {
        if (Guards.NotOpen(group) is { } refusal)
        {
            return refusal;
        }

        if (group.SeatOf(terminal) is not { } seat)
        {
            return Guards.NoSeat;
        }

        if (!seat.May(Permissions.Chat))
        {
            return Guards.Missing(Permissions.Chat, "write messages");
        }

        return Guards.Text("id", id, MaxIdLength, required: true) ?? Guards.Text("text", text, MaxTextLength, required: true);
    }
}
