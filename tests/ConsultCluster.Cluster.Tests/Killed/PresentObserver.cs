using System.Collections.Concurrent;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Testing.Groups;

namespace ConsultCluster.Cluster.Tests.Killed;

/// <summary>Hears as a hub with connections does: it knows which terminals are behind it.</summary>
internal sealed class PresentObserver : IGroupObserver
{
    private readonly ConcurrentDictionary<TerminalId, bool> _present = new();

    public RecordingObserver Heard { get; } = new();

    public IReadOnlyCollection<TerminalId> Present => [.. _present.Keys];

    public void Seat(TerminalId terminal) => _present[terminal] = true;

    public void OnEvent(GroupEvent groupEvent) => Heard.OnEvent(groupEvent);

    public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots) => Heard.OnSlots(terminal, slots);
}
