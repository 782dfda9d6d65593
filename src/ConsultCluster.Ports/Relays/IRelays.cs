using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Ports.Relays;

/// <summary>The relays this engine can give orders to: those of this process, and those of nodes that joined. They come and go.</summary>
public interface IRelays
{
    /// <summary>Those that take new sessions: <see cref="RelayState.Active"/>.</summary>
    IReadOnlyList<IRelay> All { get; }

    /// <summary>Every one that has not left, with its home and state.</summary>
    ImmutableArray<ListedRelay> Entries { get; }

    /// <summary>A relay joined, fell silent, was heard again, began to drain or left. In order, from any thread; whoever hears it returns at once.</summary>
    event Action<RelayChange>? Changed;

    /// <summary>One of <see cref="Entries"/>, whatever its state; null when it has left.</summary>
    IRelay? Find(RelayId relay);

    /// <summary>Other relays hear nothing of this one: it is <see cref="RelayState.Silent"/> whatever its node says, until they do (false). None that has left is an error.</summary>
    void MarkSilent(RelayId relay, bool isSilent);
}
