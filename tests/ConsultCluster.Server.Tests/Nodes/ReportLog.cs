using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Server.Tests.Nodes;

/// <summary>What a relay last reported of each terminal.</summary>
internal sealed class ReportLog : IRelayObserver
{
    public ConcurrentDictionary<string, (bool Sends, bool Receives)> Media { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, IReadOnlyList<SlotAssignment>> Slots { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, ImmutableArray<UndecodableSource>> Undecodable { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, QualityReport> Quality { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, string> Gone { get; } = new(StringComparer.Ordinal);

    public void OnMedia(TerminalId terminal, bool sends, bool receives) => Media[terminal.Value] = (sends, receives);

    public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots, ImmutableArray<UndecodableSource> undecodable) =>
        (Slots[terminal.Value], Undecodable[terminal.Value]) = (slots, undecodable);

    public void OnQuality(TerminalId terminal, QualityReport report) => Quality[terminal.Value] = report;

    public void OnGone(TerminalId terminal, string reason) => Gone[terminal.Value] = reason;
}
