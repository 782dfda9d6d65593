using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ConsultCluster.Server.Hubs;

/// <summary>The secret by which a terminal gets its own seat back.</summary>
internal static class SeatKey
{
    private const int MinLength = 22;
    private const int MaxLength = 64;

    /// <summary>The hash that the group keeps; null when the key is no base64url of 22 to 64 characters.</summary>
    public static string? Hash(string? key)
    {
        var wellFormed = key is { Length: >= MinLength and <= MaxLength }
            && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return wellFormed ? Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(key!))) : null;
    }
}
