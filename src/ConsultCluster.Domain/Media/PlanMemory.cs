using System.Collections.Immutable;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Media;

/// <summary>
/// What the next activation of a group wants to know of its media plan. It may be seconds old or missing: relays, not this memory, say where sessions are. Holds no patient data.
/// </summary>
public sealed record PlanMemory
{
    /// <summary>The plan's epoch; of two activations the one with the higher epoch is the later.</summary>
    public long Epoch { get; init; }

    /// <summary>One for each terminal in the plan.</summary>
    public ImmutableArray<TerminalMemory> Terminals { get; init; } = [];

    /// <summary>Relays that were asked for a session and had not answered.</summary>
    public ImmutableArray<RelayId> Asked { get; init; } = [];

    /// <summary>Every relay that held a session of the group or was asked for one; each once, ordered by name.</summary>
    public ImmutableArray<RelayId> Relays() =>
    [
        .. Terminals
            .SelectMany(one => (RelayId?[])[one.Place?.Relay, one.Place?.Standby, one.LoneStandby, one.Former, one.Leaving])
            .OfType<RelayId>()
            .Concat(Asked)
            .Distinct()
            .OrderBy(relay => relay.Value, StringComparer.Ordinal),
    ];
}

/// <summary>What is remembered of one terminal; its properties mean what they mean in <see cref="TerminalMedia"/>.</summary>
/// <param name="Leaving">The relay that its media was leaving; null when nothing was on its way.</param>
/// <param name="Former">The relay of the standby session before; null when there was none.</param>
public sealed record TerminalMemory(
    TerminalId Terminal, MediaPlace? Place, RelayId? LoneStandby, RelayId? Leaving, Nearness Near, QualityReport? Quality, RelayId? Former = null);
