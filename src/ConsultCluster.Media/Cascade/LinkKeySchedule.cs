using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ConsultCluster.Media.Cascade;

/// <summary>Key derivation from a link's secret (HKDF with SHA-256, RFC 5869).</summary>
internal static class LinkKeySchedule
{
    public const int HelloKeyLength = 32;
    public const int CipherKeyLength = 16;
    public const int CipherSaltLength = 12;

    /// <summary>Key and salt of both directions.</summary>
    public const int SessionLength = 2 * (CipherKeyLength + CipherSaltLength);

    /// <summary>Identifies the secret in a hello without revealing it.</summary>
    public static uint KeyId(ReadOnlySpan<byte> secret)
    {
        Span<byte> id = stackalloc byte[4];
        HKDF.Expand(HashAlgorithmName.SHA256, secret, id, "consultcluster link 1 id"u8);
        return BinaryPrimitives.ReadUInt32BigEndian(id);
    }

    /// <summary>Key that authenticates that side's hellos.</summary>
    public static byte[] HelloKey(ReadOnlySpan<byte> secret, LinkSide sender)
    {
        var key = new byte[HelloKeyLength];
        HKDF.Expand(
            HashAlgorithmName.SHA256, secret, key, sender == LinkSide.First ? "consultcluster link 1 hello first"u8 : "consultcluster link 1 hello second"u8);
        return key;
    }

    /// <summary>
    /// Derives key and salt from the first side to the second, then those of the other direction. New nonces give new
    /// keys.
    /// </summary>
    public static void DeriveSession(ReadOnlySpan<byte> secret, ulong firstNonce, ulong secondNonce, Span<byte> session)
    {
        Span<byte> salt = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(salt, firstNonce);
        BinaryPrimitives.WriteUInt64BigEndian(salt[8..], secondNonce);
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, session, salt, "consultcluster link 1 session"u8);
    }
}
