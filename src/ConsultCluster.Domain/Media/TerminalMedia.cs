using System.Collections.Immutable;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Media;

/// <summary>One terminal in the media plan.</summary>
/// <param name="Permissions">What its token allows, as on record.</param>
/// <param name="Muted">Sources that relays do not forward, as on record.</param>
public sealed record TerminalMedia(TerminalId Terminal, TerminalKind Kind, Permissions Permissions, ImmutableSortedSet<MediaSource> Muted)
{
    /// <summary>Its signalling is lost and its seat is held: it hears of no move.</summary>
    public bool IsAway { get; init; }

    /// <summary>Its media arrives at the relay.</summary>
    public bool Sends { get; init; }

    /// <summary>It confirmed by RTCP that it receives the relay's media.</summary>
    public bool Receives { get; init; }

    /// <summary>Which relays hold its sessions; null while none is known to.</summary>
    public MediaPlace? Place { get; init; }

    /// <summary>
    /// The relay that holds a standby session while <see cref="Place"/> is null. After a restart the relay with the media may still come back; if it does not, or if the
    /// media is lost, the terminal may move here. Null otherwise.
    /// </summary>
    public RelayId? LoneStandby { get; init; }

    /// <summary>The standby session before the one that there is, while that may not be connected yet; null otherwise.</summary>
    public FormerStandby? Former { get; init; }

    /// <summary>The session that media is leaving for <see cref="Place"/>; null when nothing is on its way.</summary>
    public LeavingSession? Leaving { get; init; }

    /// <summary>Where media is to go soon; null when it is well where it is.</summary>
    public Destination? Destination { get; init; }

    /// <summary>Where the terminal is, by its last measurement.</summary>
    public Nearness Near { get; init; } = Nearness.Unknown;

    /// <summary>Its last quality report; null before the first.</summary>
    public QualityReport? Quality { get; init; }

    /// <summary>True when its token allows all of these.</summary>
    public bool May(Permissions wanted) => (Permissions & wanted) == wanted;
}
