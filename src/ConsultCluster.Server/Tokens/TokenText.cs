using System.Buffers.Text;

namespace ConsultCluster.Server.Tokens;

/// <summary>The three parts of a JWS in compact serialization (RFC 7515 §7.1), decoded but not yet trusted.</summary>
/// <param name="SigningInput">ASCII of header, dot and payload as they were sent.</param>
internal sealed record TokenText(byte[] Header, byte[] Payload, byte[] Signature, byte[] SigningInput)
{
    /// <summary>Ours are about 700 characters; 4 KiB bounds the work that an unauthenticated text can cause.</summary>
    public const int MaxLength = 4096;

    /// <summary>Padding, white space, wrong alphabet and non-canonical endings are all refused.</summary>
    public static bool TryParse(string? text, out TokenText? parts)
    {
        parts = null;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength || text.AsSpan().Count('.') != 2)
        {
            return false;
        }

        var first = text.IndexOf('.', StringComparison.Ordinal);
        var second = text.LastIndexOf('.');
        if (!TryDecode(text.AsSpan(0, first), out var header)
            || !TryDecode(text.AsSpan(first + 1, second - first - 1), out var payload)
            || !TryDecode(text.AsSpan(second + 1), out var signature)
            || header.Length == 0
            || payload.Length == 0)
        {
            return false;
        }

        parts = new TokenText(header, payload, signature, System.Text.Encoding.ASCII.GetBytes(text, 0, second));
        return true;
    }

    private static bool TryDecode(ReadOnlySpan<char> part, out byte[] bytes)
    {
        bytes = [];
        if (part.ContainsAnyExcept(Alphabet) || !Base64Url.IsValid(part))
        {
            return false;
        }

        var buffer = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        if (!Base64Url.TryDecodeFromChars(part, buffer, out var length))
        {
            return false;
        }

        bytes = buffer[..length];
        return part.SequenceEqual(Base64Url.EncodeToString(bytes));
    }

    private static readonly System.Buffers.SearchValues<char> Alphabet =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
