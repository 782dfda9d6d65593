using System.Collections.Immutable;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Wire;

namespace ConsultCluster.Server.Hubs;

/// <summary>Seats connections in their group and gives the seats up again.</summary>
internal sealed partial class SeatKeeper(GroupRooms rooms, IGroupStore store, ILogger<SeatKeeper> logger)
{
    /// <summary>Enters the group and starts the notices; the seat is null when the group refused.</summary>
    public async Task<(HubSeat? Seat, Outcome<EnterReply> Reply)> EnterAsync(TokenClaims claims, string seatKeyHash, string from, Outbox outbox)
    {
        var attached = await rooms.AttachAsync(claims.Group, outbox);
        if (!attached.Succeeded)
        {
            return (null, attached.Refusal);
        }

        var room = attached.Value;
        HubSeat? seat = null;
        await room.EntryGate.WaitAsync();
        try
        {
            var entered = await room.Group.EnterAsync(new Entry(claims, seatKeyHash, from));
            if (!entered.Succeeded)
            {
                return (null, entered.Refusal);
            }

            var (terminal, resumed, snapshot, place) = entered.Value;
            var messages = await MessagesAsync(room, terminal, claims.Group);
            seat = new HubSeat(claims.Group, room, outbox, terminal, seatKeyHash, new Actor(claims.Person, Permissions.None, from, terminal));
            room.Seat(terminal, outbox, snapshot.Sequence, place);
            outbox.Start(snapshot.Sequence);
            return (seat, Reply(terminal, resumed, snapshot, messages));
        }
        finally
        {
            room.EntryGate.Release();
            if (seat is null)
            {
                room.Detach(outbox, null);
                await rooms.SweepAsync(claims.Group);
            }
        }
    }

    /// <summary>The reply to a terminal that enters again on the same connection.</summary>
    public async Task<Outcome<EnterReply>> RepeatAsync(HubSeat seat)
    {
        var snapshot = await seat.SnapshotAsync();
        if (!snapshot.Succeeded)
        {
            return snapshot.Refusal;
        }

        var messages = await store.MessagesAsync(seat.GroupId);
        return Reply(seat.Terminal, resumed: true, snapshot.Value, messages);
    }

    /// <summary>The connection is gone: the seat is held, unless another connection of the terminal has it already.</summary>
    public async Task DetachAsync(HubSeat seat)
    {
        seat.Outbox.Stop();
        await seat.Room.EntryGate.WaitAsync();
        try
        {
            if (seat.Room.Detach(seat.Outbox, seat.Terminal))
            {
                await seat.Room.Group.DetachAsync(seat.Terminal);
            }
        }
        catch (Exception e) when (e is StorageUnavailableException or StaleGroupException)
        {
            LogDetach(seat.GroupId, seat.Terminal, e.Message);
        }
        finally
        {
            seat.Room.EntryGate.Release();
        }

        await rooms.SweepAsync(seat.GroupId);
    }

    /// <summary>
    /// The chat as of the snapshot, in which the terminal has its seat: what was said after it comes as a notice, or not at all when the terminal was removed meanwhile.
    /// </summary>
    private static EnterReply Reply(TerminalId terminal, bool resumed, GroupSnapshot snapshot, ImmutableArray<ChatMessage> messages) =>
        new(terminal.Value, resumed, snapshot.ToDto(), [.. messages.Where(m => m.Sequence <= snapshot.Sequence).Select(m => m.ToDto())]);

    /// <summary>The terminal gets a refusal when the chat cannot be read, so its seat must count as held, not as taken.</summary>
    private async Task<ImmutableArray<ChatMessage>> MessagesAsync(GroupRoom room, TerminalId terminal, GroupId group)
    {
        try
        {
            return await store.MessagesAsync(group);
        }
        catch (StorageUnavailableException)
        {
            await room.Group.DetachAsync(terminal);
            throw;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Group {Group}: the loss of terminal {Terminal} is not on record: {Reason}")]
    private partial void LogDetach(GroupId group, TerminalId terminal, string reason);
}
