using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Tokens;

/// <summary>An order to issue a token.</summary>
/// <param name="Id">The new token's <c>jti</c>, chosen by the caller.</param>
/// <param name="By">
/// The issuer. Issuing for oneself needs no permission; for others it needs <see cref="Groups.Permissions.Moderate"/>.
/// </param>
/// <param name="Person">The person who gets the token.</param>
/// <param name="DisplayName">1 to 80 characters.</param>
/// <param name="Role">Role in the group.</param>
/// <param name="Permissions">
/// Permissions; never more than the issuer's own, except for the applicant and coordinators of the group.
/// </param>
/// <param name="TerminalKind">Kind of terminal that may use it.</param>
/// <param name="SingleUse">True for guests.</param>
/// <param name="Lifetime">1 minute to 24 hours; guests 15 minutes by default.</param>
/// <param name="PatientHash">Keyed hash of the patient information.</param>
public sealed record TokenOrder(
    TokenId Id,
    Actor By,
    PersonId Person,
    string DisplayName,
    GroupRole Role,
    Permissions Permissions,
    TerminalKind TerminalKind,
    bool SingleUse,
    TimeSpan Lifetime,
    string PatientHash);
