using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Server.Hubs;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Server.Whip;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Hubs;

/// <summary>What becomes of seats here when events were missed.</summary>
public sealed class CatchingUpTests
{
    private static readonly GroupId Id = new("g-1");
    private static readonly TerminalId Terminal = new("t-1");

    private readonly GroupRoom _room = new(new FakeGroup(Id), () => { });

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, false)]
    [InlineData(9, true)]
    public void EventsMissed_SeatIsNotInTheSnapshot_StaysOnlyWhenItEnteredLater(long since, bool stays)
    {
        var outbox = NewOutbox();
        _room.Attach(outbox);
        _room.Seat(Terminal, outbox, since, place: null);

        _room.OnEvent(Missed(8));

        Assert.Equal(stays, _room.Present.Contains(Terminal));
        Assert.Equal(stays, !_room.IsEmpty);
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(9, true)]
    public void Seat_EventsMissedWhileItEntered_IsTakenOnlyWhenItEnteredLater(long since, bool stays)
    {
        var outbox = NewOutbox();
        _room.Attach(outbox);
        _room.OnEvent(Missed(8));

        _room.Seat(Terminal, outbox, since, place: null);

        Assert.Equal(stays, _room.Present.Contains(Terminal));
    }

    [Fact]
    public void EventsMissed_SeatIsInTheSnapshot_Stays()
    {
        var outbox = NewOutbox();
        _room.Attach(outbox);
        _room.Seat(Terminal, outbox, 3, place: null);

        _room.OnEvent(Missed(8, Terminal));

        Assert.Equal([Terminal], _room.Present);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EventsMissed_MediaResource_EndsUnlessItIsInTheSnapshot(bool isInside)
    {
        var resource = new MediaResource("s-1", MediaDirection.Whip, new TokenId("k-1"), null!, new Actor(new PersonId("p-1"), default, "127.0.0.1"));
        Assert.True(resource.TrySeat(Terminal));
        var isSeated = true;
        var ended = 0;
        resource.WhenGone((_, seated) => (isSeated, ended) = (seated, ended + 1));

        resource.OnEvent(isInside ? Missed(8, Terminal) : Missed(8));

        Assert.Equal(isInside ? (0, true) : (1, false), (ended, isSeated));
    }

    private static Outbox NewOutbox() => new(null!, () => { }, new FakeTimeProvider());

    private static EventsMissed Missed(long sequence, params TerminalId[] inside)
    {
        var group = new FakeGroup(Id)
        {
            Members =
            [
                .. inside.Select(terminal => new Member(
                    terminal,
                    new TokenId("k-1"),
                    new PersonId("p-1"),
                    "Name",
                    GroupRole.Expert,
                    Permissions.Subscribe,
                    TerminalKind.Browser,
                    PresenceState.Connected,
                    DateTimeOffset.UnixEpoch,
                    null,
                    [],
                    null)),
            ],
        };
        return new EventsMissed(Id, sequence, DateTimeOffset.UnixEpoch, group.Snapshot with { Sequence = sequence }, [], []);
    }
}
