using ConsultCluster.Contracts.Hub;

namespace ConsultCluster.Relay.Remote.Messages.Events;

/// <summary>A measurement of the terminal's network.</summary>
public sealed record QualityEvent(QualityDto Quality) : SessionEvent;
