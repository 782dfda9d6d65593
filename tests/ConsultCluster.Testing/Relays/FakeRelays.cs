using ConsultCluster.Domain;
using ConsultCluster.Engine.Relays;

namespace ConsultCluster.Testing.Relays;

/// <summary>A fixed set of relays; one can be taken away.</summary>
public sealed class FakeRelays(params FakeRelay[] relays) : IRelays
{
    private readonly HashSet<RelayId> _dead = [];

    /// <inheritdoc/>
    public IReadOnlyList<IRelay> All => [.. relays.Where(r => !_dead.Contains(r.Id))];

    /// <inheritdoc/>
    public IRelay? Find(RelayId relay) => All.FirstOrDefault(r => r.Id == relay);

    /// <summary>From now on this relay is gone.</summary>
    public void Kill(FakeRelay relay) => _dead.Add(relay.Id);
}
