using System.Security.Cryptography;
using ConsultCluster.Ports.Stores;
using Microsoft.AspNetCore.Identity;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// Passwords by the framework's hasher (PBKDF2-HMAC-SHA512), with the same work when there is no such account. Call it through
/// <see cref="PasswordWork"/>: each call takes a core for some 50 ms.
/// </summary>
public sealed class StaffPasswords
{
    private readonly PasswordHasher<StaffAccount> hasher = new();
    private readonly Lazy<string> decoy;

    /// <summary>Makes a hash to compare with where no account is.</summary>
    public StaffPasswords() => decoy = new Lazy<string>(() => Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(16))));

    /// <summary>A salted hash.</summary>
    public string Hash(string password) => hasher.HashPassword(null!, password);

    /// <summary>Compares; right when the account exists and the password is its.</summary>
    public PasswordCheck Check(StaffAccount? account, string password)
    {
        var result = hasher.VerifyHashedPassword(account!, account?.PasswordHash ?? decoy.Value, password);
        return new PasswordCheck(account is not null && result != PasswordVerificationResult.Failed);
    }
}

/// <summary>Whether a password was right.</summary>
public sealed record PasswordCheck(bool IsRight);
