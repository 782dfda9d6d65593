using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;

namespace ConsultCluster.Engine.Groups;

/// <summary>Hears what happens in a group. Called from the group's turn: return at once, never call back into the group.</summary>
public interface IGroupObserver
{
    /// <summary>The next event, in order.</summary>
    void OnEvent(GroupEvent groupEvent);

    /// <summary>The relay filled, switched or emptied receive slots of one terminal; only that terminal needs to know.</summary>
    void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots);
}
