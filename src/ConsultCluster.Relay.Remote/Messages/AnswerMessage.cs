using ConsultCluster.Contracts.Hub;
using ConsultCluster.Relay.Remote.Messages.Orders;

namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>Result of an order.</summary>
/// <param name="Id">Id of the order.</param>
/// <param name="Result">Null when the order has no result or was refused.</param>
/// <param name="Error">Why it was refused; null on success.</param>
public sealed record AnswerMessage(long Id, OrderResult? Result = null, ErrorDto? Error = null) : NodeMessage;
