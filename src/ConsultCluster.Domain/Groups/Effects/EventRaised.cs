using ConsultCluster.Domain.Groups.Events;

namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Tell every observer.</summary>
public sealed record EventRaised(GroupEvent Event) : GroupEffect;
