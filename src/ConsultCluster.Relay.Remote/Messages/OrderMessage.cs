using ConsultCluster.Contracts.Hub;
using ConsultCluster.Relay.Remote.Messages.Orders;

namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>An order to one relay of the node; answered by <see cref="AnswerMessage"/> with the same id.</summary>
/// <param name="Id">Counts up on each link.</param>
/// <param name="LastHeartbeat">
/// Number of the newest <see cref="Heartbeat"/> received from the node, 0 before the first. The node knows when it sent that heartbeat,
/// which bounds the order's age without comparing clocks.
/// </param>
public sealed record OrderMessage(long Id, long LastHeartbeat, string RelayId, RelayOrder Order) : NodeMessage;

/// <summary>Result of an order.</summary>
/// <param name="Id">Id of the order.</param>
/// <param name="Result">Null when the order has no result or was refused.</param>
/// <param name="Error">Why it was refused; null on success.</param>
public sealed record AnswerMessage(long Id, OrderResult? Result = null, ErrorDto? Error = null) : NodeMessage;
