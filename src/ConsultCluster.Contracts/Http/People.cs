namespace ConsultCluster.Contracts.Http;

/// <summary>A staff account; the answer of GET /api/session.</summary>
/// <param name="Role"><c>applicant</c>, <c>expert</c>, <c>coordinator</c> or <c>administrator</c>.</param>
public sealed record PersonDto(
    string PersonId,
    string UserName,
    string DisplayName,
    string Role,
    bool Disabled);

/// <summary>POST /api/people (administrator).</summary>
public sealed record CreatePersonRequest(string UserName, string DisplayName, string Role, string Password);

/// <summary>PATCH /api/people/{personId} (administrator); null leaves a field unchanged.</summary>
public sealed record UpdatePersonRequest(string? DisplayName, string? Role, string? Password, bool? Disabled);
