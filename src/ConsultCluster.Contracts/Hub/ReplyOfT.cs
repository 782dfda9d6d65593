using System.Diagnostics.CodeAnalysis;

namespace ConsultCluster.Contracts.Hub;

/// <summary>An answer with a value, or an error; never both.</summary>
[SuppressMessage("Design", "MA0048", Justification = "The generic twin of Reply.")]
public sealed record Reply<T>(T? Value, ErrorDto? Error) : IReply
    where T : class;
