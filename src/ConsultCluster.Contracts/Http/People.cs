using System.Text.Json.Serialization;

namespace ConsultCluster.Contracts.Http;

/// <summary>A staff account.</summary>
/// <param name="Role"><c>applicant</c>, <c>expert</c>, <c>coordinator</c> or <c>administrator</c>.</param>
/// <param name="Version">Of the account; send it with a change, so that the change is refused when somebody else was faster.</param>
/// <param name="MustChangePassword">The password is a one-time password that was not replaced yet.</param>
public sealed record PersonDto(
    string PersonId,
    string UserName,
    string DisplayName,
    string Role,
    bool Disabled,
    long Version = 0,
    bool MustChangePassword = false);

/// <summary>POST /api/people (administrator). The person has to choose a password at the first sign-in.</summary>
/// <param name="Password">One-time password; null lets the server make one.</param>
public sealed record CreatePersonRequest(string UserName, string DisplayName, string Role, string? Password = null);

/// <summary>The answer of POST /api/people.</summary>
/// <param name="OneTimePassword">The password that the server made, shown this once; null when the request had one.</param>
/// <param name="OneTimeUntil">Until when the password signs in.</param>
public sealed record CreatedPersonDto(
    string PersonId,
    string UserName,
    string DisplayName,
    string Role,
    bool Disabled,
    long Version,
    bool MustChangePassword,
    string? OneTimePassword,
    DateTimeOffset? OneTimeUntil);

/// <summary>PATCH /api/people/{personId} (administrator); null leaves a field unchanged. A field that is not here is refused.</summary>
/// <param name="Password">A one-time password: as POST /api/people/{personId}/password, of the administrator's choice.</param>
/// <param name="Version">Of the account that the change was made from; null changes whatever is there.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UpdatePersonRequest(string? DisplayName, string? Role, string? Password, bool? Disabled, long? Version = null);

/// <summary>The answer of POST /api/people/{personId}/password (administrator).</summary>
/// <param name="Password">Shown this once; its owner has to replace it at the first sign-in.</param>
/// <param name="Until">Until when it signs in.</param>
public sealed record OneTimePasswordDto(string PersonId, string Password, DateTimeOffset Until);
