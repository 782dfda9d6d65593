namespace ConsultCluster.Contracts.Http;

/// <summary>POST /api/setup: the first administrator, with the code of the link printed at first start.</summary>
/// <param name="Password">At least 10 characters.</param>
public sealed record SetupRequest(string Code, string UserName, string DisplayName, string Password);

/// <summary>POST /api/session.</summary>
public sealed record SignInRequest(string UserName, string Password);
