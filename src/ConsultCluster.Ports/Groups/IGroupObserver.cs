using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;

namespace ConsultCluster.Ports.Groups;

/// <summary>Hears what happens in a group, one call at a time. One that throws or is slow harms only itself: far behind, it misses events.</summary>
public interface IGroupObserver
{
    /// <summary>
    /// Terminals whose signalling is behind this observer. When the group's process was lost and this one was not, they are still there, and need not come back.
    /// </summary>
    IReadOnlyCollection<TerminalId> Present => [];

    /// <summary>The next event, in order.</summary>
    void OnEvent(GroupEvent groupEvent);

    /// <summary>The relay filled, switched or emptied receive slots of one terminal; only that terminal needs to know.</summary>
    void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots);
}
