using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Auth;

/// <summary>The one-time code of the printed link that creates the first administrator.</summary>
public sealed class SetupCode(IPersonStore people, DemoAccounts demo, TimeProvider clock)
{
    private const int CodeBytes = 24;

    /// <summary>A fresh code that replaces any older one; null when an administrator exists.</summary>
    public async Task<string?> PrintableAsync()
    {
        if (await demo.AnyAdministratorAsync())
        {
            return null;
        }

        var code = Create();
        await people.SetSetupCodeAsync(Hash(code), clock.GetUtcNow());
        return code;
    }

    /// <summary>A code: 192 random bits.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));

    /// <summary>What the store keeps of a code.</summary>
    public static string Hash(string code) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
