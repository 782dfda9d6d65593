namespace ConsultCluster.Contracts.Hub;

/// <summary>An answer, whatever its value.</summary>
public interface IReply
{
    /// <summary>Null when it was done.</summary>
    ErrorDto? Error { get; }
}

/// <summary>An answer without a value.</summary>
/// <param name="Error">Null when it was done.</param>
public sealed record Reply(ErrorDto? Error) : IReply;

/// <summary>An answer with a value, or an error; never both.</summary>
public sealed record Reply<T>(T? Value, ErrorDto? Error) : IReply
    where T : class;

/// <summary>Why something was refused.</summary>
/// <param name="Code">Stable code, the same as in HTTP problem details, such as <c>token.expired</c>.</param>
/// <param name="Reason">English sentence; clients show their own text for the code.</param>
public sealed record ErrorDto(string Code, string Reason);
