using System.Security.Cryptography;

namespace ConsultCluster.Media.Srtp;

/// <summary>AES-GCM of the framework, which throws on a wrong tag; the exception is caught here.</summary>
internal sealed class FrameworkAesGcm(ReadOnlySpan<byte> key) : IAeadCipher
{
    private const int TagLength = 16;

    private readonly AesGcm _aes = new(key, TagLength);

    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> destination) =>
        _aes.Encrypt(nonce, plaintext, destination[..plaintext.Length], destination.Slice(plaintext.Length, TagLength), associatedData);

    public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> sealedData, Span<byte> destination)
    {
        try
        {
            _aes.Decrypt(nonce, sealedData[..^TagLength], sealedData[^TagLength..], destination[..(sealedData.Length - TagLength)], associatedData);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => _aes.Dispose();
}
