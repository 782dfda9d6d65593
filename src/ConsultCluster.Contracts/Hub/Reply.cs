namespace ConsultCluster.Contracts.Hub;

/// <summary>An answer without a value.</summary>
/// <param name="Error">Null when it was done.</param>
public sealed record Reply(ErrorDto? Error) : IReply;
