using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Tokens;

/// <summary>Claims of a token (RFC 7519). Patient data appears only as a keyed hash.</summary>
/// <param name="Id"><c>jti</c></param>
/// <param name="Group"><c>grp</c></param>
/// <param name="Person"><c>sub</c></param>
/// <param name="DisplayName"><c>name</c>: shown to the other members, 1 to 80 characters.</param>
/// <param name="Role"><c>role</c></param>
/// <param name="Permissions"><c>perm</c></param>
/// <param name="TerminalKind"><c>knd</c></param>
/// <param name="SingleUse"><c>once</c>: binds to the first terminal that enters; the same terminal may return.</param>
/// <param name="PatientHash"><c>pth</c>: base64url HMAC-SHA256 of the request's patient information, keyed per installation and bound to the group.</param>
/// <param name="IssuedAt"><c>iat</c></param>
/// <param name="ExpiresAt"><c>exp</c></param>
public sealed record TokenClaims(
    TokenId Id,
    GroupId Group,
    PersonId Person,
    string DisplayName,
    GroupRole Role,
    Permissions Permissions,
    TerminalKind TerminalKind,
    bool SingleUse,
    string PatientHash,
    DateTimeOffset IssuedAt,
    DateTimeOffset ExpiresAt);
