using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Ports.Groups;

namespace ConsultCluster.Testing.Groups;

/// <summary>Keeps what it hears, and lets a test wait for it.</summary>
public sealed class RecordingObserver : IGroupObserver
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly List<GroupEvent> _events = [];
    private readonly List<(TerminalId Terminal, IReadOnlyList<SlotAssignment> Slots)> _slots = [];
    private readonly List<(Func<bool> Holds, TaskCompletionSource Done)> _waiting = [];

    /// <inheritdoc/>
    public IReadOnlyCollection<TerminalId> Present { get; set; } = [];

    public GroupEvent[] Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    public (TerminalId Terminal, IReadOnlyList<SlotAssignment> Slots)[] Slots
    {
        get
        {
            lock (_lock)
            {
                return [.. _slots];
            }
        }
    }

    public void OnEvent(GroupEvent groupEvent) => Keep(() => _events.Add(groupEvent));

    public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots) => Keep(() => _slots.Add((terminal, slots)));

    /// <summary>The first event of that type, now or later.</summary>
    public async Task<T> HearAsync<T>(Func<T, bool>? which = null)
        where T : GroupEvent
    {
        await UntilAsync(() => _events.OfType<T>().Any(e => which?.Invoke(e) ?? true));
        return Events.OfType<T>().First(e => which?.Invoke(e) ?? true);
    }

    public Task HearSlotsAsync() => UntilAsync(() => _slots.Count > 0);

    public Task HearCountAsync(int events) => UntilAsync(() => _events.Count >= events);

    private Task UntilAsync(Func<bool> holds)
    {
        lock (_lock)
        {
            if (holds())
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((holds, done));
            return done.Task.WaitAsync(Deadline);
        }
    }

    private void Keep(Action add)
    {
        lock (_lock)
        {
            add();
            foreach (var waiting in _waiting.Where(w => w.Holds()).ToArray())
            {
                _waiting.Remove(waiting);
                waiting.Done.SetResult();
            }
        }
    }
}
