using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Relays;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Relay;

/// <summary>
/// Every relay that this process can give orders to: its own relays and those of joined nodes. Thread-safe. Disposing
/// stops its own relays.
/// </summary>
public sealed class RelayDirectory : IRelays, IDisposable
{
    /// <summary>Held while listeners are notified, to keep the order. A listener may change states again.</summary>
    private readonly Lock _changing = new();

    /// <summary>
    /// Relays that their peers report as silent, with the states that their nodes report. Guarded by <see
    /// cref="_changing"/>.
    /// </summary>
    private readonly Dictionary<RelayId, RelayState> _silent = [];

    private readonly ImmutableArray<UdpRelay> _own;
    private volatile Snapshot _now;

    /// <summary>Creates a directory of running relays.</summary>
    /// <param name="home">Where this process is.</param>
    public RelayDirectory(IEnumerable<UdpRelay> relays, RelayHome home)
    {
        ArgumentNullException.ThrowIfNull(home);
        Home = home;
        _own = [.. relays];
        _now = new Snapshot([.. _own.Select(relay => new ListedRelay(relay, home, RelayState.Active))]);
    }

    /// <inheritdoc/>
    public event Action<RelayChange>? Changed;

    /// <summary>Location of this process's own relays.</summary>
    public RelayHome Home { get; }

    /// <inheritdoc/>
    public IReadOnlyList<IRelay> All => _now.Active;

    /// <inheritdoc/>
    public ImmutableArray<ListedRelay> Entries => _now.Entries;

    /// <summary>The relays of this process.</summary>
    public ImmutableArray<UdpRelay> Own => _own;

    /// <summary>UDP ports of <see cref="Own"/> as bound, in their order.</summary>
    public ImmutableArray<int> Ports => [.. _own.Select(relay => relay.LocalEndPoint.Port)];

    /// <summary>Starts one relay for each of the options: all of them, or none.</summary>
    /// <exception cref="RelayStartException">A relay cannot start.</exception>
    public static RelayDirectory Start(IEnumerable<RelayOptions> options, RelayHome home, ILoggerFactory loggers)
    {
        var started = new List<UdpRelay>();
        try
        {
            foreach (var relay in options)
            {
                started.Add(UdpRelay.Start(relay, loggers));
            }

            return new RelayDirectory(started, home);
        }
        catch
        {
            started.ForEach(relay => relay.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public IRelay? Find(RelayId relay) => _now.Find(relay)?.Relay;

    /// <summary>Lists these relays of another process: all of them, or none when an id is taken.</summary>
    /// <returns>The id that is taken; null when all are listed.</returns>
    public RelayId? Add(IReadOnlyCollection<ListedRelay> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        lock (_changing)
        {
            foreach (var entry in entries)
            {
                if (_now.Find(entry.Relay.Id) is not null)
                {
                    return entry.Relay.Id;
                }
            }

            _now = new Snapshot(_now.Entries.AddRange(entries));
            foreach (var entry in entries)
            {
                Changed?.Invoke(new RelayChange(null, entry));
            }

            return null;
        }
    }

    /// <summary>Sets a relay's state as its node reports it. Ignored for a relay that has left.</summary>
    public void SetState(RelayId relay, RelayState state)
    {
        lock (_changing)
        {
            if (_silent.ContainsKey(relay))
            {
                _silent[relay] = state;
            }
            else
            {
                Show(relay, state);
            }
        }
    }

    /// <inheritdoc/>
    public void MarkSilent(RelayId relay, bool isSilent)
    {
        lock (_changing)
        {
            if (!isSilent && _silent.Remove(relay, out var state))
            {
                Show(relay, state);
            }
            else if (isSilent && _now.Find(relay) is { } known && _silent.TryAdd(relay, known.State))
            {
                Show(relay, RelayState.Silent);
            }
        }
    }

    /// <summary>Removes a relay that has left. An unknown relay is not an error.</summary>
    public void Remove(RelayId relay)
    {
        lock (_changing)
        {
            _silent.Remove(relay);
            if (_now.Find(relay) is { } before)
            {
                _now = new Snapshot(_now.Entries.Remove(before));
                Changed?.Invoke(new RelayChange(before, null));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var relay in _own)
        {
            relay.Dispose();
        }
    }

    private void Show(RelayId relay, RelayState state)
    {
        if (_now.Find(relay) is { } before && before.State != state)
        {
            var after = before with { State = state };
            _now = new Snapshot(_now.Entries.Replace(before, after));
            Changed?.Invoke(new RelayChange(before, after));
        }
    }

    /// <summary>Immutable version of the directory.</summary>
    private sealed class Snapshot(ImmutableArray<ListedRelay> entries)
    {
        public ImmutableArray<ListedRelay> Entries => entries;

        public ImmutableArray<IRelay> Active { get; } = [.. entries.Where(e => e.State == RelayState.Active).Select(e => e.Relay)];

        public ListedRelay? Find(RelayId relay)
        {
            foreach (var entry in entries)
            {
                if (entry.Relay.Id == relay)
                {
                    return entry;
                }
            }

            return null;
        }
    }
}
