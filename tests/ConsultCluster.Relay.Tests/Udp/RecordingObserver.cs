using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Relay.Tests.Udp;

/// <summary>Records a relay's reports.</summary>
internal sealed class RecordingObserver : IRelayObserver
{
    public ConcurrentDictionary<TerminalId, (bool Sends, bool Receives)> Media { get; } = new();

    public ConcurrentDictionary<TerminalId, IReadOnlyList<SlotAssignment>> Slots { get; } = new();

    public ConcurrentDictionary<TerminalId, ImmutableArray<UndecodableSource>> Undecodable { get; } = new();

    public ConcurrentDictionary<TerminalId, QualityReport> Quality { get; } = new();

    public ConcurrentDictionary<TerminalId, string> Gone { get; } = new();

    public void OnMedia(TerminalId terminal, bool sends, bool receives) => Media[terminal] = (sends, receives);

    public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots, ImmutableArray<UndecodableSource> undecodable) =>
        (Slots[terminal], Undecodable[terminal]) = (slots, undecodable);

    public void OnQuality(TerminalId terminal, QualityReport report) => Quality[terminal] = report;

    public void OnGone(TerminalId terminal, string reason) => Gone[terminal] = reason;
}
