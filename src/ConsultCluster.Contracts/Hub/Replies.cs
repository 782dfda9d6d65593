namespace ConsultCluster.Contracts.Hub;

/// <summary>A reply of the hub.</summary>
public interface IReply
{
    /// <summary>Null on success.</summary>
    ErrorDto? Error { get; }
}

/// <summary>A reply without a value.</summary>
/// <param name="Error">Null on success.</param>
public sealed record Reply(ErrorDto? Error) : IReply;

/// <summary>A reply with either a value or an error.</summary>
public sealed record Reply<T>(T? Value, ErrorDto? Error) : IReply
    where T : class;

/// <summary>Why a request was refused.</summary>
/// <param name="Code">Stable code, the same as in HTTP problem details, such as <c>token.expired</c>.</param>
/// <param name="Reason">English sentence; clients show their own text for the code.</param>
public sealed record ErrorDto(string Code, string Reason);
