using ConsultCluster.Domain;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Hubs.Connections;

namespace ConsultCluster.Server.Hubs;

/// <summary>
/// The rooms of this server: one for each group that has or may get back a connection here. Opening and closing a room waits for
/// its group, so each room has a gate of its own: a group that hangs delays nobody else.
/// </summary>
internal sealed class GroupRooms(IConsultationGroups groups)
{
    private readonly Dictionary<GroupId, Entry> entries = [];

    /// <summary>The room, subscribed to its group, with the outbox or connection attached; refuses what the group refuses.</summary>
    /// <param name="attach">Runs before anybody may close the room.</param>
    public async Task<Outcome<GroupRoom>> AttachAsync(GroupId id, Action<GroupRoom> attach)
    {
        var entry = Hold(id);
        try
        {
            await entry.Gate.WaitAsync();
            try
            {
                if (entry.Room is null)
                {
                    var room = new GroupRoom(groups.Get(id), () => _ = Task.Run(() => SweepAsync(id)));
                    var subscribed = await room.Group.SubscribeAsync(room);
                    if (!subscribed.Succeeded)
                    {
                        return subscribed.Refusal;
                    }

                    room.Take(subscribed.Value);
                    entry.Room = room;
                }

                attach(entry.Room);
                return entry.Room;
            }
            finally
            {
                entry.Gate.Release();
            }
        }
        finally
        {
            Release(id, entry);
        }
    }

    /// <summary>Closes the room when nobody is left in it. A terminal that attaches meanwhile waits and gets a new room.</summary>
    public async Task SweepAsync(GroupId id)
    {
        var entry = Hold(id);
        try
        {
            await entry.Gate.WaitAsync();
            try
            {
                if (entry.Room is { IsEmpty: true } room)
                {
                    entry.Room = null;
                    await room.Group.UnsubscribeAsync(room);
                }
            }
            catch (Exception e) when (e is StorageUnavailableException or StaleGroupException or ObjectDisposedException)
            {
                // The room is closed; the group will find nobody behind the subscription.
            }
            finally
            {
                entry.Gate.Release();
            }
        }
        finally
        {
            Release(id, entry);
        }
    }

    /// <summary>A connection that has not entered is gone.</summary>
    public Task ForgetAsync(TerminalConnection connection)
    {
        lock (entries)
        {
            if (!entries.TryGetValue(connection.Claims.Group, out var entry) || entry.Room is not { } room || !room.Forget(connection))
            {
                return Task.CompletedTask;
            }
        }

        return SweepAsync(connection.Claims.Group);
    }

    /// <summary>While an entry is held it is the only one of its group.</summary>
    private Entry Hold(GroupId id)
    {
        lock (entries)
        {
            if (!entries.TryGetValue(id, out var entry))
            {
                entries[id] = entry = new Entry();
            }

            entry.Holders++;
            return entry;
        }
    }

    private void Release(GroupId id, Entry entry)
    {
        lock (entries)
        {
            entry.Holders--;
            if (entry.Holders == 0 && entry.Room is null)
            {
                entries.Remove(id);
            }
        }
    }

    private sealed class Entry
    {
        /// <summary>One at a time opens, attaches to or closes the room.</summary>
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public GroupRoom? Room { get; set; }

        /// <summary>Calls that use the entry now.</summary>
        public int Holders { get; set; }
    }
}
