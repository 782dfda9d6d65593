using ConsultCluster.Contracts.Hub;
using ConsultCluster.Contracts.Nodes.Orders;

namespace ConsultCluster.Contracts.Nodes;

/// <summary>What became of an order.</summary>
/// <param name="Id">The order's.</param>
/// <param name="Result">What the order asks for; null when it asks for nothing or was refused.</param>
/// <param name="Error">Why it was refused; null when it was done.</param>
public sealed record AnswerMessage(long Id, OrderResult? Result = null, ErrorDto? Error = null) : NodeMessage;
