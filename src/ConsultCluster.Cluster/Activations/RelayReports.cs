using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Activations;

/// <summary>Turns what one relay reports into commands of the group; returns at once.</summary>
internal sealed class RelayReports(GroupActivation activation, RelayId relay) : IRelayObserver
{
    public void OnMedia(TerminalId terminal, bool sends, bool receives)
    {
        if (sends)
        {
            _ = activation.TryMove((group, now) => group.StandbyActivated(terminal, relay, now));
        }

        _ = activation.Owe((group, now) => group.MediaChanged(terminal, relay, sends, receives, now));
    }

    public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots) => activation.TellSlots(terminal, relay, slots);

    public void OnQuality(TerminalId terminal, QualityReport report) =>
        _ = activation.Owe((group, now) => group.ReportQuality(terminal, relay, report, now));

    public void OnGone(TerminalId terminal, string reason) =>
        _ = activation.Owe((group, now) => group.SessionGone(terminal, relay, reason, now));
}
