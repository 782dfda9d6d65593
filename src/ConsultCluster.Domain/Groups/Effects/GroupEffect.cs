namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Something that a decision wants done outside of the group.</summary>
public abstract record GroupEffect;
