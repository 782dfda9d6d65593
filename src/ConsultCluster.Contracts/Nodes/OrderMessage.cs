using ConsultCluster.Contracts.Nodes.Orders;

namespace ConsultCluster.Contracts.Nodes;

/// <summary>An order to one relay of the node; answered by <see cref="AnswerMessage"/> with the same id.</summary>
/// <param name="Id">Counts up on each link.</param>
/// <param name="Seen">
/// The node's newest <see cref="Beat"/> when the order was given, 0 before the first. The node knows when it sent that one, so it can
/// tell how old the order may be without comparing clocks.
/// </param>
public sealed record OrderMessage(long Id, long Seen, string RelayId, RelayOrder Order) : NodeMessage;
