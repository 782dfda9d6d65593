using System.Collections.Immutable;

namespace ConsultCluster.Media.Forwarding;

/// <summary>Receive slots were filled, switched or emptied.</summary>
/// <param name="Slots">All slots of the session, in the order of its description.</param>
public sealed record SlotsChanged(SessionKey Session, ImmutableArray<SlotFill> Slots) : RelayCoreEvent(Session);
