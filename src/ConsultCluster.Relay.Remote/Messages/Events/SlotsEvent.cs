namespace ConsultCluster.Relay.Remote.Messages.Events;

/// <summary>All receive slots of the terminal, after a change.</summary>
public sealed record SlotsEvent(IReadOnlyList<FilledSlot> Slots) : SessionEvent;
