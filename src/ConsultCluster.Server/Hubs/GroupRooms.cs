using ConsultCluster.Domain;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Hubs;

/// <summary>The rooms of this server: one for each group that has or may get back a connection here.</summary>
internal sealed class GroupRooms(IConsultationGroups groups)
{
    private readonly Dictionary<GroupId, GroupRoom> rooms = [];
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>The room, subscribed to its group, with the outbox attached; refuses what the group refuses.</summary>
    public async Task<Outcome<GroupRoom>> AttachAsync(GroupId id, Outbox outbox)
    {
        await gate.WaitAsync();
        try
        {
            if (!rooms.TryGetValue(id, out var room))
            {
                room = new GroupRoom(groups.Get(id), () => _ = Task.Run(() => SweepQuietlyAsync(id)));
                var subscribed = await room.Group.SubscribeAsync(room);
                if (!subscribed.Succeeded)
                {
                    return subscribed.Refusal;
                }

                room.Take(subscribed.Value);
                rooms[id] = room;
            }

            room.Attach(outbox);
            return room;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Gives the room up when nobody is left in it.</summary>
    public async Task SweepAsync(GroupId id)
    {
        await gate.WaitAsync();
        try
        {
            if (rooms.TryGetValue(id, out var room) && room.IsEmpty)
            {
                rooms.Remove(id);
                await room.Group.UnsubscribeAsync(room);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task SweepQuietlyAsync(GroupId id)
    {
        try
        {
            await SweepAsync(id);
        }
        catch (Exception e) when (e is StorageUnavailableException or StaleGroupException or ObjectDisposedException)
        {
            // The room is given up; the group will find nobody behind the subscription.
        }
    }
}
