namespace ConsultCluster.Contracts.Hub;

/// <summary>Why something was refused.</summary>
/// <param name="Code">Stable code, the same as in HTTP problem details, such as <c>token.expired</c>.</param>
/// <param name="Reason">English sentence; clients show their own text for the code.</param>
public sealed record ErrorDto(string Code, string Reason);
