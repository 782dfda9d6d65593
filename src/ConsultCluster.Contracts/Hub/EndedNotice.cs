namespace ConsultCluster.Contracts.Hub;

/// <summary>The consultation ended.</summary>
/// <param name="State"><c>closed</c> or <c>expired</c>.</param>
public sealed record EndedNotice(long Sequence, string State);
