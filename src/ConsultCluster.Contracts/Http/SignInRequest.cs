namespace ConsultCluster.Contracts.Http;

/// <summary>POST /api/session.</summary>
public sealed record SignInRequest(string UserName, string Password);
