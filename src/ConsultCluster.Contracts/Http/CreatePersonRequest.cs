namespace ConsultCluster.Contracts.Http;

/// <summary>POST /api/people (administrator).</summary>
public sealed record CreatePersonRequest(string UserName, string DisplayName, string Role, string Password);
