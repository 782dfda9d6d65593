using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;

namespace ConsultCluster.Ports.Relays;

/// <summary>What a relay reports of the sessions of one group.</summary>
public interface IRelayObserver
{
    /// <summary>Whether encrypted media of the terminal arrives (<paramref name="receives"/>: the terminal confirmed in RTCP that it gets ours).</summary>
    void OnMedia(TerminalId terminal, bool sends, bool receives);

    /// <summary>
    /// Receive slots of the terminal were filled, switched or emptied, or it cannot decode other sources than before.
    /// </summary>
    /// <param name="undecodable">All that is in none of its slots because it cannot decode it.</param>
    void OnSlots(TerminalId terminal, IReadOnlyList<SlotAssignment> slots, ImmutableArray<UndecodableSource> undecodable);

    /// <summary>A measurement of the terminal's network, about every two seconds.</summary>
    void OnQuality(TerminalId terminal, QualityReport report);

    /// <summary>The session ended by itself: silence, DTLS closed or fingerprint mismatch. The reason is for the log and the audit.</summary>
    void OnGone(TerminalId terminal, string reason);
}
