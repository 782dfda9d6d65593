using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Engine.Relays;

namespace ConsultCluster.Relay;

/// <summary>The relays of this process.</summary>
public sealed class RelayDirectory(IEnumerable<IRelay> relays) : IRelays
{
    private readonly ImmutableArray<IRelay> _relays = [.. relays];

    /// <inheritdoc/>
    public IReadOnlyList<IRelay> All => _relays;

    /// <inheritdoc/>
    public IRelay? Find(RelayId relay) => _relays.FirstOrDefault(candidate => candidate.Id == relay);
}
