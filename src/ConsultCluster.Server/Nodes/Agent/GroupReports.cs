using System.Collections.Concurrent;
using ConsultCluster.Contracts.Nodes;
using ConsultCluster.Contracts.Nodes.Events;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Server.Wire;

namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>Sends what a relay reports of one group, and remembers the last of it for a control process that comes later.</summary>
internal sealed class GroupReports(RelayId relay, GroupId group, EventOutlet outlet) : IRelayObserver
{
    private readonly ConcurrentDictionary<TerminalId, SessionReport> _last = new();

    /// <summary>What was last reported of a terminal.</summary>
    public SessionReport Last(TerminalId terminal) => _last.GetValueOrDefault(terminal, SessionReport.New);

    public void OnMedia(TerminalId terminal, bool sends, bool receives)
    {
        _last[terminal] = Last(terminal) with { Sends = sends, Receives = receives };
        Send(terminal, new MediaEvent(sends, receives));
    }

    public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots)
    {
        var filled = RelayWire.Write(slots);
        _last[terminal] = Last(terminal) with { Slots = filled };
        Send(terminal, new SlotsEvent(filled));
    }

    public void OnQuality(TerminalId terminal, QualityReport report) => Send(terminal, new QualityEvent(report.ToDto()));

    public void OnGone(TerminalId terminal, string reason)
    {
        _last.TryRemove(terminal, out _);
        Send(terminal, new GoneEvent(reason));
    }

    private void Send(TerminalId terminal, SessionEvent happened) =>
        outlet.Send(new EventMessage(relay.Value, group.Value, terminal.Value, happened));
}
