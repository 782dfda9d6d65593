using System.Security.Cryptography;

namespace ConsultCluster.Media.Srtp;

/// <summary>Derives session keys from a master key (RFC 3711 §4.3) with a key derivation rate of 0.</summary>
internal static class SrtpKeyDerivation
{
    public const byte RtpCipherKey = 0;
    public const byte RtpAuthenticationKey = 1;
    public const byte RtpSalt = 2;
    public const byte RtcpCipherKey = 3;
    public const byte RtcpAuthenticationKey = 4;
    public const byte RtcpSalt = 5;

    private const int BlockLength = 16;

    /// <summary>
    /// Position of the label in the 112-bit salt: <c>key_id = label || r</c> with a 48-bit <c>r</c>, right-aligned.
    /// </summary>
    private const int LabelOffset = 7;

    /// <param name="masterSalt">14 bytes, or 12 for AEAD profiles, which are padded with zeros on the right (RFC 7714 §11).</param>
    public static void Derive(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, byte label, Span<byte> sessionKey)
    {
        Span<byte> input = stackalloc byte[BlockLength];
        Span<byte> output = stackalloc byte[BlockLength];
        input.Clear();
        masterSalt.CopyTo(input);
        input[LabelOffset] ^= label;

        using var aes = Aes.Create();
        aes.SetKey(masterKey);
        for (var block = 0; block * BlockLength < sessionKey.Length; block++)
        {
            input[^1] = (byte)block;
            aes.EncryptEcb(input, output, PaddingMode.None);
            var rest = sessionKey[(block * BlockLength)..];
            output[..Math.Min(BlockLength, rest.Length)].CopyTo(rest);
        }

        CryptographicOperations.ZeroMemory(output);
    }
}
