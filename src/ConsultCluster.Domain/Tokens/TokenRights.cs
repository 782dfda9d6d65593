using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Tokens;

/// <summary>What a token is good for.</summary>
public sealed record TokenRights(GroupRole Role, Permissions Permissions);
