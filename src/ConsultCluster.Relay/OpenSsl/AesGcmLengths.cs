namespace ConsultCluster.Relay.OpenSsl;

/// <summary>
/// Buffer lengths that <see cref="Media.Srtp.IAeadCipher"/> requires. Native code receives pointers only, so lengths
/// are checked before the call.
/// </summary>
internal static class AesGcmLengths
{
    /// <summary>Bytes (RFC 7714 §8.1).</summary>
    public const int Nonce = 12;

    /// <summary>Bytes (RFC 7714 §5.3).</summary>
    public const int Tag = 16;

    /// <exception cref="ArgumentException">Plaintext and tag do not fit the destination, or the nonce has another length.</exception>
    public static void RequireSeal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> destination) =>
        Require(nonce.Length == Nonce && destination.Length >= plaintext.Length + Tag);

    /// <exception cref="ArgumentException">There is no room for a tag or for the plaintext, or the nonce has another length.</exception>
    public static void RequireOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedData, ReadOnlySpan<byte> destination) =>
        Require(nonce.Length == Nonce && sealedData.Length >= Tag && destination.Length >= sealedData.Length - Tag);

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new ArgumentException("A buffer has an invalid length.", paramName: null);
        }
    }
}
