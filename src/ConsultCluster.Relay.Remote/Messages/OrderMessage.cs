using ConsultCluster.Relay.Remote.Messages.Orders;

namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>An order to one relay of the node; answered by <see cref="AnswerMessage"/> with the same id.</summary>
/// <param name="Id">Counts up on each link.</param>
/// <param name="LastHeartbeat">
/// Number of the newest <see cref="Heartbeat"/> received from the node, 0 before the first. The node knows when it sent that heartbeat,
/// which bounds the order's age without comparing clocks.
/// </param>
public sealed record OrderMessage(long Id, long LastHeartbeat, string RelayId, RelayOrder Order) : NodeMessage;
