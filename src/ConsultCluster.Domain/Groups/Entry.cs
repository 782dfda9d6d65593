using System.Text.Json.Serialization;
using ConsultCluster.Domain.Tokens;

namespace ConsultCluster.Domain.Groups;

/// <summary>A terminal that wants to enter, with a token whose signature was already verified.</summary>
/// <param name="Claims">The verified claims.</param>
/// <param name="SeatKeyHash">
/// Base64url SHA-256 of the secret that the terminal chose: the same key resumes the same seat.
/// </param>
/// <param name="From">Network address of the terminal, for the audit.</param>
public sealed record Entry(TokenClaims Claims, string SeatKeyHash, string From)
{
    /// <summary>Kind of the terminal: that of the token, unless it comes by WHIP or WHEP, which other kinds of tokens open as well.</summary>
    public TerminalKind Kind { get; init; } = Claims.TerminalKind;

    /// <summary>It has no signalling besides its media session, and so no seat key of its own.</summary>
    [JsonIgnore]
    public bool IsMediaOnly => Kind is TerminalKind.Whip or TerminalKind.Whep;
}
