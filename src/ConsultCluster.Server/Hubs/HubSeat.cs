using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Server.Hubs;

/// <summary>What a connection that entered has.</summary>
/// <param name="SeatKeyHash">The key it entered with.</param>
/// <param name="Actor">Its person, with the token's permissions.</param>
internal sealed record HubSeat(GroupId GroupId, GroupRoom Room, Outbox Outbox, TerminalId Terminal, string SeatKeyHash, Actor Actor);
