using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Testing.Relays;

/// <summary>A set of relays on one made-up node each, all of one machine; their states can be turned, and one can be taken away.</summary>
public sealed class FakeRelays(params FakeRelay[] relays) : IRelays
{
    private ImmutableArray<ListedRelay> _entries = [.. relays.Select(Enter)];

    /// <inheritdoc/>
    public event Action<RelayChange>? Changed;

    /// <inheritdoc/>
    public IReadOnlyList<IRelay> All => [.. _entries.Where(e => e.State == RelayState.Active).Select(e => e.Relay)];

    /// <inheritdoc/>
    public ImmutableArray<ListedRelay> Entries => _entries;

    /// <inheritdoc/>
    public IRelay? Find(RelayId relay) => _entries.FirstOrDefault(e => e.Relay.Id == relay)?.Relay;

    /// <inheritdoc/>
    public void MarkSilent(RelayId relay, bool isSilent)
    {
        if (Find(relay) is FakeRelay found)
        {
            SetState(found, isSilent ? RelayState.Silent : RelayState.Active);
        }
    }

    /// <summary>From now on this relay is gone.</summary>
    public void Kill(FakeRelay relay)
    {
        var entry = Entry(relay);
        _entries = _entries.Remove(entry);
        Changed?.Invoke(new RelayChange(entry, null));
    }

    /// <summary>From now on this relay is in that state.</summary>
    public void SetState(FakeRelay relay, RelayState state)
    {
        var before = Entry(relay);
        var after = before with { State = state };
        _entries = _entries.Replace(before, after);
        Changed?.Invoke(new RelayChange(before, after));
    }

    /// <summary>One more relay.</summary>
    public void Add(FakeRelay relay)
    {
        var entry = Enter(relay);
        _entries = _entries.Add(entry);
        Changed?.Invoke(new RelayChange(null, entry));
    }

    private static ListedRelay Enter(FakeRelay relay) => new(relay, new RelayHome($"node-of-{relay.Id}", "machine-1", string.Empty), RelayState.Active);

    private ListedRelay Entry(FakeRelay relay) => _entries.Single(e => ReferenceEquals(e.Relay, relay));
}
