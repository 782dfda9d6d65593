using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Server.Hubs;

/// <summary>What a connection that entered has.</summary>
/// <param name="SeatKeyHash">The key it entered with.</param>
/// <param name="Actor">Its person, by this seat: what it may do says the seat at the moment of each call.</param>
internal sealed record HubSeat(GroupId GroupId, GroupRoom Room, Outbox Outbox, TerminalId Terminal, string SeatKeyHash, Actor Actor)
{
    private static readonly Refusal NotInside = new(RefusalCodes.MemberUnknown, "This terminal is not in the consultation any more.");

    /// <summary>The group as it is; refuses a connection whose seat has gone.</summary>
    public async Task<Outcome<GroupSnapshot>> SnapshotAsync()
    {
        var snapshot = await Room.Group.SnapshotAsync();
        return snapshot.Succeeded && snapshot.Value.Members.All(member => member.Terminal != Terminal) ? NotInside : snapshot;
    }
}
