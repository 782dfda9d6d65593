using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;

namespace ConsultCluster.Ports.Groups;

/// <summary>A group in numbers; nothing of the patient or of who is inside.</summary>
/// <param name="Members">Seats taken, held ones included.</param>
/// <param name="Connected">Members whose media flows.</param>
/// <param name="Relays">Relays with sessions of the group, standby ones included.</param>
public sealed record GroupFigures(GroupId Group, GroupState State, int Members, int Connected, ImmutableArray<RelayId> Relays)
{
    /// <summary>The figures of a group and its media as they are.</summary>
    public static GroupFigures Of(Group group, MediaPlan media) => new(
        group.Id,
        group.State,
        group.Seats.Length,
        group.Seats.Count(seat => seat.Member.Presence == PresenceState.Connected),
        media.Relays());
}
