using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Hubs.Connections;
using ConsultCluster.Server.Wire;

namespace ConsultCluster.Server.Hubs;

/// <summary>Seats connections in their group and gives the seats up again.</summary>
internal sealed partial class SeatKeeper(GroupRooms rooms, IGroupStore store, ILogger<SeatKeeper> logger)
{
    /// <summary>Enters the group and starts the notices; the seat is null when the group refused.</summary>
    public async Task<(HubSeat? Seat, Outcome<EnterReply> Reply)> EnterAsync(TokenClaims claims, string seatKeyHash, string from, Outbox outbox)
    {
        var attached = await rooms.AttachAsync(claims.Group, room => room.Attach(outbox));
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
            var chat = await ChatAsync(room, terminal, snapshot);
            seat = new HubSeat(claims.Group, room, outbox, terminal, seatKeyHash, new Actor(claims.Person, Permissions.None, from, terminal));
            room.Seat(terminal, outbox, snapshot.Sequence, place);
            outbox.Start(snapshot.Sequence);
            return (seat, new EnterReply(terminal.Value, resumed, snapshot.ToDto(), chat.Messages, chat.Earlier));
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

        var chat = await ChatAsync(seat.GroupId, snapshot.Value);
        return new EnterReply(seat.Terminal.Value, Resumed: true, snapshot.Value.ToDto(), chat.Messages, chat.Earlier);
    }

    /// <summary>A page of the chat, for a terminal that has its seat still.</summary>
    /// <param name="before">Null for the last page.</param>
    public async Task<Outcome<ChatPageDto>> MessagesAsync(HubSeat seat, long? before)
    {
        var snapshot = await seat.SnapshotAsync();
        return snapshot.Succeeded ? await store.ChatPageAsync(seat.GroupId, before ?? (snapshot.Value.Sequence + 1)) : snapshot.Refusal;
    }

    /// <summary>Ends the connection when its token or its group ends before it has entered. Best effort: what a group that is away cannot say, the time to enter ends.</summary>
    /// <param name="gone">The connection has ended.</param>
    public async Task WatchAsync(TerminalConnection connection, CancellationToken gone)
    {
        try
        {
            var watched = await rooms.AttachAsync(connection.Claims.Group, room => room.Watch(connection));
            if (watched.Succeeded && (gone.IsCancellationRequested || connection.HasEntered))
            {
                watched.Value.Forget(connection);
                await rooms.SweepAsync(connection.Claims.Group);
            }
        }
        catch (Exception e) when (e is StorageUnavailableException or StaleGroupException or ObjectDisposedException)
        {
            LogWatch(connection.Claims.Group, e.Message);
        }
    }

    /// <summary>The connection is gone and has never entered.</summary>
    public Task UnwatchAsync(TerminalConnection connection) => rooms.ForgetAsync(connection);

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
    /// The end of the chat as of the snapshot, in which the terminal has its seat: what was said after it comes as a notice, or not at all when the terminal was removed meanwhile.
    /// </summary>
    private Task<ChatPageDto> ChatAsync(GroupId group, GroupSnapshot snapshot) => store.ChatPageAsync(group, snapshot.Sequence + 1);

    /// <summary>The terminal gets a refusal when the chat cannot be read, so its seat must count as held, not as taken.</summary>
    private async Task<ChatPageDto> ChatAsync(GroupRoom room, TerminalId terminal, GroupSnapshot snapshot)
    {
        try
        {
            return await ChatAsync(snapshot.Group, snapshot);
        }
        catch (StorageUnavailableException)
        {
            await room.Group.DetachAsync(terminal);
            throw;
        }
    }

    [LoggerMessage(2, LogLevel.Debug, "Group {Group}: a connection that has not entered does not hear of it: {Reason}")]
    private partial void LogWatch(GroupId group, string reason);

    [LoggerMessage(1, LogLevel.Warning, "Group {Group}: the loss of terminal {Terminal} is not on record: {Reason}")]
    private partial void LogDetach(GroupId group, TerminalId terminal, string reason);
}
