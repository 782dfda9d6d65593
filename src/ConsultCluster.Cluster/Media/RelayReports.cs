using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Cluster.Media;

/// <summary>Turns what one relay reports into changes of the group's media plan; returns at once.</summary>
internal sealed class RelayReports(GroupMedia group, RelayId relay, TimeProvider clock) : IRelayObserver
{
    public void OnMedia(TerminalId terminal, bool sends, bool receives) => group.Post(media =>
    {
        if (sends)
        {
            media.Apply(media.Plan.StandbyActivated(terminal, relay, clock.GetUtcNow()));
        }

        media.Apply(media.Plan.MediaChanged(terminal, relay, sends, receives, clock.GetUtcNow()));
    });

    public void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots, ImmutableArray<UndecodableSource> undecodable) =>
        group.Post(media => media.OnSlots(terminal, relay, slots, undecodable));

    public void OnQuality(TerminalId terminal, QualityReport report) =>
        group.Post(media => media.Apply(media.Plan.ReportQuality(terminal, relay, report, clock.GetUtcNow())));

    public void OnGone(TerminalId terminal, string reason) =>
        group.Post(media => media.Apply(media.Plan.SessionGone(terminal, relay, reason, clock.GetUtcNow())));
}
