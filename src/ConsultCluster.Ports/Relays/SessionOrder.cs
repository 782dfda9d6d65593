using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Ports.Relays;

/// <summary>A group's order to a relay: hold this terminal's transport.</summary>
/// <param name="Epoch">The group's epoch.</param>
/// <param name="Permissions">Only <see cref="Permissions.Publish"/>, <see cref="Permissions.Subscribe"/> and <see cref="Permissions.ShareScreen"/> matter here.</param>
/// <param name="Muted">Sources that are not forwarded.</param>
/// <param name="Offer">The terminal's description.</param>
public sealed record SessionOrder(
    GroupId Group,
    long Epoch,
    TerminalId Terminal,
    Permissions Permissions,
    ImmutableSortedSet<MediaSource> Muted,
    MediaOffer Offer)
{
    /// <summary>
    /// The session is only held ready: connected and silent, in nobody's slots and without media, until it is activated
    /// (<see cref="IRelay.ActivateSessionAsync"/>) or ordered again without this.
    /// </summary>
    public bool IsStandby { get; init; }

    /// <summary>
    /// Numbers the terminal's sessions within the epoch: a session that is opened anew has a higher one, a renegotiation the same. An
    /// order that names an older one is late and changes nothing. 0 when the group does not number them.
    /// </summary>
    public long Generation { get; init; }
}
