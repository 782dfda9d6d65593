namespace ConsultCluster.Media.Srtp;

/// <summary>Authenticated encryption under one key. Not for two threads at once; allocates nothing.</summary>
public interface IAeadCipher : IDisposable
{
    /// <summary>Writes ciphertext and 16-byte tag; <paramref name="destination"/> may be where the plaintext stands.</summary>
    void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> destination);

    /// <summary>Writes the plaintext of ciphertext and tag; false when the tag does not match.</summary>
    bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> sealedData, Span<byte> destination);
}
