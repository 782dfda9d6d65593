using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ConsultCluster.Relay.Remote.Keys;

/// <summary>
/// A secret that two ends share: the servers' secret, the node key, or a one-time code. It is never sent. Each end proves it with an HMAC over the
/// handshake, the certificate that the node saw included, so neither a recorded proof nor a man in the middle succeeds.
/// </summary>
public sealed class NodeKey
{
    /// <summary>128 random bits in base64url: fewer could be guessed offline from one recorded proof.</summary>
    public const int MinLength = 22;

    private const int MaxLength = 256;
    private const int NonceBytes = 32;

    private readonly byte[] _secret;

    private NodeKey(byte[] secret) => _secret = secret;

    /// <summary>The rule for a key, for messages.</summary>
    public static string Rule { get; } =
        $"The node key must have {MinLength} to {MaxLength} characters without spaces; `openssl rand -base64 32` makes a good one.";

    /// <summary>Which key it is, for those who do not know it: a hash, base64url.</summary>
    public string Id => Base64Url.EncodeToString(HMACSHA256.HashData(_secret, "consultcluster-node-key-id"u8).AsSpan(0, 16));

    /// <summary>A new key as text: 256 random bits.</summary>
    public static string Create() => Random();

    /// <summary>A nonce for the handshake: 256 random bits, base64url.</summary>
    public static string NewNonce() => Random();

    /// <summary>True for text of the form that <see cref="NewNonce"/> returns.</summary>
    public static bool IsNonce(string? text) => text is not null && TryDecode(text, out _);

    /// <summary>The key of this text; null when it breaks <see cref="Rule"/>. Surrounding white space, such as a file's last line end, is ignored.</summary>
    public static NodeKey? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        return trimmed.Length is >= MinLength and <= MaxLength && !trimmed.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
            ? new NodeKey(Encoding.UTF8.GetBytes(trimmed))
            : null;
    }

    /// <summary>The key of these bytes, 32 at least.</summary>
    public static NodeKey Of(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < NonceBytes)
        {
            throw new ArgumentException($"A secret has at least {NonceBytes} bytes.", nameof(secret));
        }

        return new NodeKey(secret.ToArray());
    }

    /// <summary>Proof of the key, base64url.</summary>
    /// <param name="transcript">What both ends have said; differs by side, so neither end can reflect the other's proof.</param>
    public string Prove(ReadOnlySpan<byte> transcript) => Base64Url.EncodeToString(HMACSHA256.HashData(_secret, transcript));

    /// <summary>True when the proof was made with this key over this transcript.</summary>
    public bool IsProof(string? proof, ReadOnlySpan<byte> transcript) =>
        proof is not null && TryDecode(proof, out var bytes) && CryptographicOperations.FixedTimeEquals(bytes, HMACSHA256.HashData(_secret, transcript));

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[NonceBytes];
        return text.Length == Base64Url.GetEncodedLength(NonceBytes)
            && Base64Url.IsValid(text)
            && Base64Url.TryDecodeFromChars(text, bytes, out var written)
            && written == NonceBytes;
    }
}
