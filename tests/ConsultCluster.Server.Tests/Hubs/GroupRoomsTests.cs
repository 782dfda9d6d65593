using ConsultCluster.Domain;
using ConsultCluster.Server.Hubs;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Hubs;

public sealed class GroupRoomsTests
{
    private static readonly GroupId Id = new("g-1");
    private static readonly GroupId Other = new("g-2");

    private readonly FakeGroup _group = new(Id);
    private readonly GroupRooms _rooms;

    public GroupRoomsTests() => _rooms = new GroupRooms(new FakeGroups(_group, new FakeGroup(Other)));

    [Fact]
    public async Task Attach_GroupHangs_OtherGroupsAreJoined()
    {
        var hangs = new TaskCompletionSource();
        _group.OnSubscribe = _ => hangs.Task;
        var stuck = _rooms.AttachAsync(Id, one => one.Attach(NewOutbox()));

        var joined = await _rooms.AttachAsync(Other, one => one.Attach(NewOutbox())).InTimeAsync();

        Assert.True(joined.Succeeded);
        Assert.False(stuck.IsCompleted);
        hangs.SetResult();
        Assert.True((await stuck.InTimeAsync()).Succeeded);
    }

    [Fact]
    public async Task Sweep_GroupHangs_OtherGroupsAreJoined()
    {
        await EmptyRoomAsync();
        var hangs = new TaskCompletionSource();
        _group.OnUnsubscribe = _ => hangs.Task;
        var stuck = _rooms.SweepAsync(Id);

        Assert.True((await _rooms.AttachAsync(Other, one => one.Attach(NewOutbox())).InTimeAsync()).Succeeded);

        hangs.SetResult();
        await stuck.InTimeAsync();
    }

    [Fact]
    public async Task Attach_RoomIsJustBeingClosed_GetsANewRoomThatIsSubscribed()
    {
        var closed = await EmptyRoomAsync();
        var late = new TaskCompletionSource();
        _group.OnUnsubscribe = _ => late.Task;
        var sweep = _rooms.SweepAsync(Id);
        var attach = _rooms.AttachAsync(Id, one => one.Attach(NewOutbox()));

        late.SetResult();
        await sweep.InTimeAsync();
        var room = (await attach.InTimeAsync()).Value;

        Assert.NotSame(closed, room);
        Assert.Equal(["subscribe", "unsubscribe", "subscribe"], _group.Calls);
        Assert.Same(room, (await _rooms.AttachAsync(Id, one => one.Attach(NewOutbox()))).Value);
    }

    [Fact]
    public async Task Sweep_TerminalIsBeingAttached_KeepsTheRoom()
    {
        var late = new TaskCompletionSource();
        _group.OnSubscribe = _ => late.Task;
        var attach = _rooms.AttachAsync(Id, one => one.Attach(NewOutbox()));
        var sweep = _rooms.SweepAsync(Id);

        late.SetResult();
        var room = (await attach.InTimeAsync()).Value;
        await sweep.InTimeAsync();

        Assert.Same(room, (await _rooms.AttachAsync(Id, one => one.Attach(NewOutbox()))).Value);
        Assert.Equal(["subscribe"], _group.Calls);
    }

    [Fact]
    public async Task Attach_GroupFails_NextOneSubscribesAgain()
    {
        _group.OnSubscribe = _ => throw new TimeoutException();
        await Assert.ThrowsAsync<TimeoutException>(() => _rooms.AttachAsync(Id, one => one.Attach(NewOutbox())));
        _group.OnSubscribe = _ => Task.CompletedTask;

        Assert.True((await _rooms.AttachAsync(Id, one => one.Attach(NewOutbox()))).Succeeded);
    }

    private static Outbox NewOutbox() => new(null!, () => { }, new FakeTimeProvider());

    private async Task<GroupRoom> EmptyRoomAsync()
    {
        var outbox = NewOutbox();
        var room = (await _rooms.AttachAsync(Id, one => one.Attach(outbox))).Value!;
        room.Detach(outbox, null);
        return room;
    }
}
