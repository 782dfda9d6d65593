namespace ConsultCluster.Domain.Accounts;

/// <summary>An account has another password: whoever knew the one before has lost what was obtained with it.</summary>
/// <param name="KeptSession">The session in which it was changed, which goes on; null when all of them end.</param>
public sealed record PasswordChange(string? KeptSession);
