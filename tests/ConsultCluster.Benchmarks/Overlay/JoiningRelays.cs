using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Benchmarks.Overlay;

/// <summary>Relays that join and leave one after the other, each of a machine of its own.</summary>
internal sealed class JoiningRelays : IRelays
{
    private ImmutableArray<ListedRelay> _entries = [];

    public event Action<RelayChange>? Changed;

    public IReadOnlyList<IRelay> All => [.. _entries.Select(entry => entry.Relay)];

    public ImmutableArray<ListedRelay> Entries => _entries;

    public IRelay? Find(RelayId relay) => _entries.FirstOrDefault(entry => entry.Relay.Id == relay)?.Relay;

    public void MarkSilent(RelayId relay, bool isSilent)
    {
        if (_entries.FirstOrDefault(entry => entry.Relay.Id == relay) is { } before)
        {
            var after = before with { State = isSilent ? RelayState.Silent : RelayState.Active };
            _entries = _entries.Replace(before, after);
            Changed?.Invoke(new RelayChange(before, after));
        }
    }

    public void Join(IRelay relay)
    {
        var entry = new ListedRelay(relay, new RelayHome($"node-of-{relay.Id}", $"machine-of-{relay.Id}", string.Empty), RelayState.Active);
        _entries = _entries.Add(entry);
        Changed?.Invoke(new RelayChange(null, entry));
    }

    public void Leave(IRelay relay)
    {
        var entry = _entries.Single(entry => ReferenceEquals(entry.Relay, relay));
        _entries = _entries.Remove(entry);
        Changed?.Invoke(new RelayChange(entry, null));
    }
}
