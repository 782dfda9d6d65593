using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Engine.Groups;

namespace ConsultCluster.Server.Hubs;

/// <summary>The connections of one group on this server, behind one subscription to the group.</summary>
internal sealed class GroupRoom(IConsultationGroup group) : IGroupObserver
{
    private readonly Lock gate = new();
    private readonly HashSet<Outbox> outboxes = [];
    private readonly Dictionary<TerminalId, Outbox> seats = [];
    private readonly Dictionary<TerminalId, SortedDictionary<string, SlotAssignment>> slots = [];
    private readonly HashSet<TerminalId> members = [];
    private bool ended;

    /// <summary>The group.</summary>
    public IConsultationGroup Group => group;

    /// <summary>Held while a terminal enters or is detached, so that coming back cannot be overtaken by the loss before it.</summary>
    public SemaphoreSlim Door { get; } = new(1, 1);

    /// <summary>True when nobody is here or may come back to a held seat.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return ended ? outboxes.Count == 0 : outboxes.Count == 0 && members.Count == 0;
            }
        }
    }

    /// <summary>Remembers who is inside already.</summary>
    public void Take(GroupSnapshot snapshot)
    {
        lock (gate)
        {
            members.UnionWith(snapshot.Members.Select(m => m.Terminal));
        }
    }

    /// <summary>From now on the outbox collects what happens.</summary>
    public void Attach(Outbox outbox)
    {
        lock (gate)
        {
            outboxes.Add(outbox);
        }
    }

    /// <summary>The outbox is the terminal's; an older connection of the terminal is closed.</summary>
    public void Seat(TerminalId terminal, Outbox outbox)
    {
        Outbox? replaced;
        lock (gate)
        {
            seats.Remove(terminal, out replaced);
            seats[terminal] = outbox;
            members.Add(terminal);
            if (replaced is not null)
            {
                outboxes.Remove(replaced);
            }

            if (slots.TryGetValue(terminal, out var known))
            {
                outbox.Post(Notices.Slots(known.Values));
            }
        }

        replaced?.Close();
    }

    /// <summary>The outbox collects nothing more; true when it was still the terminal's.</summary>
    public bool Detach(Outbox outbox, TerminalId? terminal)
    {
        lock (gate)
        {
            outboxes.Remove(outbox);
            return terminal is { } id && seats.TryGetValue(id, out var current) && current == outbox && seats.Remove(id);
        }
    }

    /// <summary>Before a new offer: its slots are other ones.</summary>
    public void ForgetSlots(TerminalId terminal)
    {
        lock (gate)
        {
            slots.Remove(terminal);
        }
    }

    /// <inheritdoc/>
    public void OnEvent(GroupEvent groupEvent)
    {
        var notice = Notices.Of(groupEvent);
        lock (gate)
        {
            if (notice is not null)
            {
                foreach (var outbox in outboxes)
                {
                    outbox.Post(notice);
                }
            }

            Apply(groupEvent);
        }
    }

    /// <inheritdoc/>
    public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> changed)
    {
        lock (gate)
        {
            if (!slots.TryGetValue(terminal, out var known))
            {
                slots[terminal] = known = new SortedDictionary<string, SlotAssignment>(StringComparer.Ordinal);
            }

            foreach (var slot in changed)
            {
                known[slot.Mid] = slot;
            }

            if (seats.TryGetValue(terminal, out var outbox))
            {
                outbox.Post(Notices.Slots(known.Values));
            }
        }
    }

    private void Apply(GroupEvent groupEvent)
    {
        switch (groupEvent)
        {
            case MemberEntered entered:
                members.Add(entered.Member.Terminal);
                break;
            case MemberMediaLost lost when seats.TryGetValue(lost.Terminal, out var outbox):
                slots.Remove(lost.Terminal);
                outbox.Post(Notices.OfferAgain);
                break;
            case MemberLeft left:
                members.Remove(left.Terminal);
                slots.Remove(left.Terminal);
                // At the end of the group everybody is told that, and then closed.
                if (left.Reason != LeaveReason.GroupClosed && seats.Remove(left.Terminal, out var leaver))
                {
                    outboxes.Remove(leaver);
                    leaver.Post(new Notice(null, _ => Task.CompletedTask, Last: true));
                }

                break;
            case GroupEnded:
                ended = true;
                members.Clear();
                seats.Clear();
                outboxes.Clear();
                break;
        }
    }
}
