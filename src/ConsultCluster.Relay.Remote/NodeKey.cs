using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote;

/// <summary>
/// The secret that relay nodes and control process share. It is never sent. Each end proves it with an HMAC over both nonces and over
/// the certificate that the node saw, so neither a recorded proof nor a man in the middle succeeds.
/// </summary>
public sealed class NodeKey
{
    /// <summary>128 random bits in base64url: fewer could be guessed offline from one recorded proof.</summary>
    public const int MinLength = 22;

    private const int MaxLength = 256;
    private const int NonceBytes = 32;

    private readonly byte[] _secret;

    private NodeKey(string text) => _secret = Encoding.UTF8.GetBytes(text);

    /// <summary>The rule for a key, for messages.</summary>
    public static string Rule { get; } =
        $"The node key must have {MinLength} to {MaxLength} characters without spaces; `openssl rand -base64 32` makes a good one.";

    /// <summary>A new key as text: 256 random bits.</summary>
    public static string Create() => Random();

    /// <summary>A nonce for the handshake: 256 random bits, base64url.</summary>
    public static string NewNonce() => Random();

    /// <summary>True for text of the form that <see cref="NewNonce"/> returns.</summary>
    public static bool IsNonce(string text) => TryDecode(text, out _);

    /// <summary>The key of this text; null when it breaks <see cref="Rule"/>. Surrounding white space, such as a file's last line end, is ignored.</summary>
    public static NodeKey? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        return trimmed.Length is >= MinLength and <= MaxLength && !trimmed.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
            ? new NodeKey(trimmed)
            : null;
    }

    /// <summary>The node's proof of the key, base64url.</summary>
    /// <param name="certificate">SHA-256 of the certificate that the node saw, base64url; null without.</param>
    public string ProveAsNode(string nodeNonce, string controlNonce, string? certificate) =>
        Base64Url.EncodeToString(Mac("node", nodeNonce, controlNonce, certificate));

    /// <summary>The control process's proof of the key. It covers another text, so neither end can reflect the other's proof.</summary>
    public string ProveAsControl(string nodeNonce, string controlNonce, string? certificate) =>
        Base64Url.EncodeToString(Mac("control", nodeNonce, controlNonce, certificate));

    /// <summary>True when the proof is the node's, made with this key.</summary>
    public bool IsProofOfNode(string proof, string nodeNonce, string controlNonce, string? certificate) =>
        IsProof(proof, Mac("node", nodeNonce, controlNonce, certificate));

    /// <summary>True when the proof is the control process's, made with this key.</summary>
    public bool IsProofOfControl(string proof, string nodeNonce, string controlNonce, string? certificate) =>
        IsProof(proof, Mac("control", nodeNonce, controlNonce, certificate));

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));

    private static bool IsProof(string proof, byte[] expected) =>
        TryDecode(proof, out var bytes) && CryptographicOperations.FixedTimeEquals(bytes, expected);

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[NonceBytes];
        return text.Length == Base64Url.GetEncodedLength(NonceBytes)
            && Base64Url.IsValid(text)
            && Base64Url.TryDecodeFromChars(text, bytes, out var written)
            && written == NonceBytes;
    }

    private byte[] Mac(string side, string nodeNonce, string controlNonce, string? certificate)
    {
        var version = NodeProtocol.Version.ToString(CultureInfo.InvariantCulture);
        var text = string.Join('\n', "consultcluster-node-link", version, side, nodeNonce, controlNonce, certificate ?? "-");
        return HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(text));
    }
}
