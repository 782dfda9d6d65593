using System.Collections.Immutable;
using ConsultCluster.Domain.Quality;

namespace ConsultCluster.Domain.Groups;

/// <summary>One terminal inside a group.</summary>
/// <param name="Muted">Sources muted by the member or a moderator.</param>
/// <param name="Quality">Last report; null before the first.</param>
public sealed record Member(
    TerminalId Terminal,
    TokenId Token,
    PersonId Person,
    string DisplayName,
    GroupRole Role,
    Permissions Permissions,
    TerminalKind TerminalKind,
    PresenceState Presence,
    DateTimeOffset EnteredAt,
    DateTimeOffset? ConnectedAt,
    ImmutableSortedSet<MediaSource> Muted,
    QualityReport? Quality)
{
    /// <summary>What others send and its terminal cannot decode.</summary>
    public ImmutableArray<UndecodableSource> Undecodable { get; init; } = [];
}
