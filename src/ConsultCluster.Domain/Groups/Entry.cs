using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>A terminal that wants to enter, with a token whose signature was already verified.</summary>
/// <param name="Claims">The verified claims.</param>
/// <param name="SeatKeyHash">
/// Base64url SHA-256 of the secret that the terminal chose: the same key resumes the same seat.
/// </param>
/// <param name="From">Network address of the terminal, for the audit.</param>
public sealed record Entry(TokenClaims Claims, string SeatKeyHash, string From);
