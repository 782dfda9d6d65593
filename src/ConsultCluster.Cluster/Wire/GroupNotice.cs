using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Ports.Groups;

namespace ConsultCluster.Cluster.Wire;

/// <summary>One call of an <see cref="IGroupObserver"/>: an event, or the slots of a terminal.</summary>
/// <param name="Number">Counts the calls of one <see cref="FeedId"/> from 1 on.</param>
/// <param name="Event">Null when it is about slots.</param>
/// <param name="Terminal">Whose slots; null for an event.</param>
/// <param name="Slots">Null for an event.</param>
[GenerateSerializer]
[Immutable]
internal sealed record GroupNotice(long Number, GroupEvent? Event, TerminalId? Terminal, SlotAssignment[]? Slots)
{
    /// <summary>Makes the call.</summary>
    public void Deliver(IGroupObserver observer)
    {
        if (Event is not null)
        {
            observer.OnEvent(Event);
        }
        else
        {
            observer.OnSlots(Terminal!.Value, Slots!);
        }
    }
}
