namespace ConsultCluster.Contracts.Http;

/// <summary>A signed token, shown once.</summary>
/// <param name="Link">Path to open in a browser; the token stands after <c>#</c> and so never reaches a server log.</param>
public sealed record IssuedTokenDto(
    string TokenId,
    string Token,
    string Link,
    string GroupId,
    DateTimeOffset ExpiresAt);
