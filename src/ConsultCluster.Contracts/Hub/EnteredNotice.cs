namespace ConsultCluster.Contracts.Hub;

/// <summary>Somebody entered.</summary>
public sealed record EnteredNotice(long Sequence, MemberDto Member, bool Resumed);
