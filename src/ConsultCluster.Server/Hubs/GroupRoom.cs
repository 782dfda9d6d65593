using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Server.Hubs.Connections;

namespace ConsultCluster.Server.Hubs;

/// <summary>The connections of one group on this server, behind one subscription to the group.</summary>
/// <param name="emptied">Called when an event left nobody here; from the group's turn.</param>
internal sealed class GroupRoom(IConsultationGroup group, Action emptied) : IGroupObserver
{
    private static readonly Refusal RevokedToken = new(RefusalCodes.TokenRevoked, "This link or token was revoked. Ask for a new one.");
    private static readonly Refusal ClosedGroup = new(RefusalCodes.GroupClosed, "This consultation was closed. Ask for a new one if you need to go on.");
    private static readonly Refusal ExpiredGroup = new(RefusalCodes.GroupExpired, "This consultation expired because nobody used it. Ask for a new one.");

    private readonly Lock gate = new();
    private readonly HashSet<Outbox> outboxes = [];
    private readonly Dictionary<TerminalId, (Outbox Outbox, long Since)> seats = [];
    private readonly Dictionary<TerminalId, SortedDictionary<string, SlotAssignment>> slots = [];
    private readonly HashSet<TerminalId> members = [];
    private readonly HashSet<TerminalConnection> watching = [];

    /// <summary>Terminals that left without a connection here, and when: one of them may be entering. As many as enter at once.</summary>
    private readonly Dictionary<TerminalId, long> gone = [];
    private bool ended;

    /// <summary>Sequence of the snapshot by which what was missed was made up for last.</summary>
    private long caughtUp;

    /// <summary>The group.</summary>
    public IConsultationGroup Group => group;

    /// <summary>Held while a terminal enters or is detached: a detach that started first must not end the seat of a terminal that came back.</summary>
    public SemaphoreSlim EntryGate { get; } = new(1, 1);

    /// <summary>True when nobody is here or may come back to a held seat.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return outboxes.Count == 0 && watching.Count == 0 && (ended || members.Count == 0);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<TerminalId> Present
    {
        get
        {
            lock (gate)
            {
                return [.. seats.Keys];
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

    /// <summary>From now on the connection, which has not entered, ends with its token and with the group.</summary>
    public void Watch(TerminalConnection connection)
    {
        lock (gate)
        {
            watching.Add(connection);
        }
    }

    /// <summary>The connection has entered or is gone; false when it was not watched.</summary>
    public bool Forget(TerminalConnection connection)
    {
        lock (gate)
        {
            return watching.Remove(connection);
        }
    }

    /// <summary>The outbox is the terminal's; an older connection of the terminal is closed.</summary>
    /// <param name="since">Sequence of the snapshot with which the terminal entered.</param>
    /// <param name="place">Where the terminal's media is, when it came back to a seat with media.</param>
    public void Seat(TerminalId terminal, Outbox outbox, long since, MediaPlace? place)
    {
        Outbox? replaced = null;
        lock (gate)
        {
            if (gone.Remove(terminal, out var left) && left > since)
            {
                // Removed after the group let it in and before this; what has happened since is not for it.
                outboxes.Remove(outbox);
                outbox.EndAfter(left);
                return;
            }

            if (since <= caughtUp && !members.Contains(terminal))
            {
                // Likewise, and nobody heard when.
                outboxes.Remove(outbox);
                outbox.EndAfter(since);
                return;
            }

            if (seats.Remove(terminal, out var before))
            {
                replaced = before.Outbox;
                outboxes.Remove(replaced);
            }

            seats[terminal] = (outbox, since);
            members.Add(terminal);

            if (place is not null)
            {
                // What was missed while the line was lost; a terminal that knows it already does nothing.
                outbox.Post(Notices.MediaMoved(place.Relay));
                if (place.Standby is null)
                {
                    outbox.Post(Notices.Standby);
                }
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
            return terminal is { } id && seats.TryGetValue(id, out var current) && current.Outbox == outbox && seats.Remove(id);
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
        if (groupEvent is EventsMissed { Snapshot: { State: GroupState.Closed or GroupState.Expired } last })
        {
            // The end is always the last event.
            groupEvent = new GroupEnded(last.Group, last.Sequence, groupEvent.At, last.State, null);
        }

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

        if (groupEvent is MemberLeft or TokenRevoked or GroupEnded or EventsMissed && IsEmpty)
        {
            emptied();
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

            if (seats.TryGetValue(terminal, out var seat))
            {
                seat.Outbox.Post(Notices.Slots(known.Values));
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
            case MemberMediaLost lost:
                slots.Remove(lost.Terminal);
                if (IsNews(lost.Terminal, lost, out var loser))
                {
                    loser.Post(Notices.OfferAgain);
                }

                break;
            case MemberMoved moved:
                slots.Remove(moved.Terminal);
                Post(moved.Terminal, Notices.MediaMoved(moved.Relay));
                break;
            case StandbyWanted wanted:
                Post(wanted.Terminal, Notices.Standby);
                break;
            case MemberLeft left:
                Leave(left);
                break;
            case TokenRevoked revoked:
                EndWatching(RevokedToken, connection => connection.Claims.Id == revoked.Token);
                break;
            case EventsMissed missed:
                CatchUp(missed);
                break;
            case GroupEnded end:
                ended = true;
                EndWatching(end.State == GroupState.Closed ? ClosedGroup : ExpiredGroup, _ => true);
                members.Clear();
                seats.Clear();
                outboxes.Clear();
                break;
        }
    }

    /// <summary>Does what the missed events would have led to. The connections that stay were told that they missed something.</summary>
    private void CatchUp(EventsMissed missed)
    {
        caughtUp = missed.Sequence;
        members.Clear();
        members.UnionWith(missed.Snapshot.Members.Select(member => member.Terminal));
        foreach (var (terminal, seat) in seats.ToArray())
        {
            if (members.Contains(terminal))
            {
                continue;
            }

            if (seat.Since > missed.Sequence)
            {
                // Entered after the snapshot.
                members.Add(terminal);
                continue;
            }

            Dismiss(terminal, seat.Outbox);
        }

        foreach (var terminal in slots.Keys.Where(terminal => !members.Contains(terminal)).ToArray())
        {
            slots.Remove(terminal);
        }

        foreach (var (terminal, relay) in missed.Places)
        {
            // One that knows it already does nothing.
            Post(terminal, Notices.MediaMoved(relay));
        }

        EndWatching(RevokedToken, connection => missed.Revoked.Contains(connection.Claims.Id));
    }

    private void Dismiss(TerminalId terminal, Outbox outbox)
    {
        seats.Remove(terminal);
        outboxes.Remove(outbox);
        outbox.Post(Notices.Farewell);
    }

    private void EndWatching(Refusal reason, Func<TerminalConnection, bool> which)
    {
        foreach (var connection in watching.Where(which).ToArray())
        {
            watching.Remove(connection);
            connection.End(reason);
        }
    }

    private void Post(TerminalId terminal, Notice notice)
    {
        if (seats.TryGetValue(terminal, out var seat))
        {
            seat.Outbox.Post(notice);
        }
    }

    private void Leave(MemberLeft left)
    {
        // At the end of the group everybody is told that, and then closed.
        if (left.Reason == LeaveReason.GroupClosed)
        {
            return;
        }

        if (IsNews(left.Terminal, left, out var leaver))
        {
            Dismiss(left.Terminal, leaver);
        }
        else if (seats.ContainsKey(left.Terminal))
        {
            return;
        }
        else if (outboxes.Count > seats.Count)
        {
            gone[left.Terminal] = left.Sequence;
        }
        else
        {
            // Nobody is entering.
            gone.Clear();
        }

        members.Remove(left.Terminal);
        slots.Remove(left.Terminal);
    }

    /// <summary>False when no connection has the seat, or when it was taken again after the event.</summary>
    private bool IsNews(TerminalId terminal, GroupEvent groupEvent, out Outbox outbox)
    {
        var found = seats.TryGetValue(terminal, out var seat) && groupEvent.Sequence > seat.Since;
        outbox = seat.Outbox;
        return found;
    }
}
