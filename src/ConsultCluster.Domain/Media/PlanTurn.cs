using System.Collections.Immutable;
using ConsultCluster.Domain.Media.Effects;

namespace ConsultCluster.Domain.Media;

/// <summary>One decision in the making: the plan so far and the effects so far. Lives for one call.</summary>
internal sealed class PlanTurn(MediaPlan plan, DateTimeOffset now)
{
    private readonly ImmutableArray<MediaEffect>.Builder _effects = ImmutableArray.CreateBuilder<MediaEffect>();

    public DateTimeOffset Now { get; } = now;

    public MediaPlan Plan { get; private set; } = plan;

    public PlanDecision Done() => new(Plan, _effects.ToImmutable());

    public void Add(MediaEffect effect) => _effects.Add(effect);

    /// <summary>Puts this in place of what is known of the terminal.</summary>
    public void Replace(TerminalMedia media)
    {
        for (var i = 0; i < Plan.Terminals.Length; i++)
        {
            if (Plan.Terminals[i].Terminal == media.Terminal)
            {
                Plan = Plan with { Terminals = Plan.Terminals.SetItem(i, media) };
                return;
            }
        }

        throw new InvalidOperationException($"Terminal {media.Terminal} is not in the plan.");
    }
}
