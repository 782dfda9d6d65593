using System.Collections.Concurrent;
using System.Reflection;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Server.Hubs;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>A terminal is removed between the moment in which the group lets it in and the moment in which its connection has the seat.</summary>
public sealed class LateSeatAttack
{
    private static readonly GroupId Id = new("g-1");
    private static readonly TerminalId Mallory = new("t_mallory");

    private readonly FakeTimeProvider _clock = new();
    private readonly GroupRoom _room = new(new FakeGroup(Id), () => { });
    private readonly Recorder _heard = Recorder.New();

    [Fact]
    [Trait("attack", "2")]
    public async Task Attack_RemovedBeforeItsConnectionHasTheSeat_HearsNothingThatCameAfter()
    {
        var closed = new TaskCompletionSource();
        var outbox = new Outbox((IConsultationClient)(object)_heard, closed.SetResult, _clock);
        _room.Attach(outbox);

        // The group let it in with sequence 5.
        _room.OnEvent(new MemberLeft(Id, 6, _clock.GetUtcNow(), Mallory, LeaveReason.Removed));
        Say(7, "before the seat");
        _room.Seat(Mallory, outbox, since: 5, place: null);
        outbox.Start(5);
        Say(8, "after the seat");

        while (!closed.Task.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal([nameof(IConsultationClient.Left)], _heard.Calls);
        Assert.Empty(_room.Present);
    }

    private void Say(long sequence, string text) => _room.OnEvent(new MessageSent(
        Id, sequence, _clock.GetUtcNow(), new ChatMessage("m" + sequence, sequence, new TerminalId("t_doctor"), new PersonId("p_doctor"), "Doctor", text, _clock.GetUtcNow())));

    /// <summary>A client that keeps the names of the notices.</summary>
    public class Recorder : DispatchProxy
    {
        private readonly ConcurrentQueue<string> _calls = new();

        public IEnumerable<string> Calls => _calls;

        public static Recorder New() => (Recorder)(object)Create<IConsultationClient, Recorder>();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            _calls.Enqueue(targetMethod!.Name);
            return Task.CompletedTask;
        }
    }
}
