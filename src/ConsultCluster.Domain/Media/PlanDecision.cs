using System.Collections.Immutable;
using ConsultCluster.Domain.Media.Effects;

namespace ConsultCluster.Domain.Media;

/// <summary>What a command makes of the media plan. A refusal has no effects and leaves the plan as it was.</summary>
/// <param name="Effects">What has to be ordered, told and put on record, in order.</param>
/// <param name="Refusal">Null when the command was carried out.</param>
public sealed record PlanDecision(MediaPlan Next, ImmutableArray<MediaEffect> Effects, Refusal? Refusal = null);
