namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Order every relay to end all sessions of the group.</summary>
public sealed record GroupSessionsClosed : GroupEffect;
