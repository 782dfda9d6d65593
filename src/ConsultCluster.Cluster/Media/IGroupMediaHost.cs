using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;

namespace ConsultCluster.Cluster.Media;

/// <summary>What a group's media reports to the group. Called on the grain's scheduler; returns at once.</summary>
internal interface IGroupMediaHost
{
    /// <summary>An event that is not on record.</summary>
    /// <param name="make">Makes the event with the sequence number of the last one on record.</param>
    void Announce(Func<long, GroupEvent> make);

    /// <summary>The receive slots of a terminal.</summary>
    void TellSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots);

    /// <summary>Whether the terminal's media arrives, and whether it confirmed that it receives.</summary>
    void OnFlowChanged(TerminalId terminal, bool sends, bool receives);

    /// <summary>Nothing carries the terminal's media any more.</summary>
    void OnMediaLost(TerminalId terminal, string reason);

    /// <summary>The terminal's media moved.</summary>
    void OnMoved(TerminalId terminal, RelayId from, RelayId to);
}
