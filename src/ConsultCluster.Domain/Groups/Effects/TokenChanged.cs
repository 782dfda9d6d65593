using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups.Effects;

/// <summary>Write a token's row.</summary>
public sealed record TokenChanged(TokenRecord Token) : GroupEffect;
