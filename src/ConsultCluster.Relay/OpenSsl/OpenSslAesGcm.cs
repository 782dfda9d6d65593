using System.Security.Cryptography;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Relay.OpenSsl;

/// <summary>AES-128-GCM on EVP contexts that are created on first use, one per direction, and keep their key.</summary>
internal sealed unsafe class OpenSslAesGcm(ReadOnlySpan<byte> key) : IAeadCipher
{
    private readonly byte[] _key = key.ToArray();
    private nint _seal;
    private nint _open;

    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> destination)
    {
        AesGcmLengths.RequireSeal(nonce, plaintext, destination);
        if (_seal == 0)
        {
            _seal = CreateContext(encrypt: true);
        }

        int written;
        fixed (byte* iv = nonce, aad = associatedData, input = plaintext, output = destination)
        {
            OpenSslException.ThrowUnless(
                LibCrypto.EVP_EncryptInit_ex(_seal, 0, 0, null, iv) == 1
                && LibCrypto.EVP_EncryptUpdate(_seal, null, &written, aad, associatedData.Length) == 1
                && (plaintext.IsEmpty || LibCrypto.EVP_EncryptUpdate(_seal, output, &written, input, plaintext.Length) == 1)
                && LibCrypto.EVP_EncryptFinal_ex(_seal, output + plaintext.Length, &written) == 1
                && LibCrypto.EVP_CIPHER_CTX_ctrl(_seal, LibCrypto.ControlGcmGetTag, AesGcmLengths.Tag, output + plaintext.Length) == 1,
                "AES-GCM seal");
        }
    }

    public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> sealedData, Span<byte> destination)
    {
        AesGcmLengths.RequireOpen(nonce, sealedData, destination);
        if (_open == 0)
        {
            _open = CreateContext(encrypt: false);
        }

        int written;
        var length = sealedData.Length - AesGcmLengths.Tag;
        fixed (byte* iv = nonce, aad = associatedData, input = sealedData, output = destination)
        {
            OpenSslException.ThrowUnless(
                LibCrypto.EVP_DecryptInit_ex(_open, 0, 0, null, iv) == 1
                && LibCrypto.EVP_DecryptUpdate(_open, null, &written, aad, associatedData.Length) == 1
                && (length == 0 || LibCrypto.EVP_DecryptUpdate(_open, output, &written, input, length) == 1)
                && LibCrypto.EVP_CIPHER_CTX_ctrl(_open, LibCrypto.ControlGcmSetTag, AesGcmLengths.Tag, input + length) == 1,
                "AES-GCM open");
            return LibCrypto.EVP_DecryptFinal_ex(_open, output + length, &written) == 1;
        }
    }

    public void Dispose()
    {
        LibCrypto.EVP_CIPHER_CTX_free(_seal);
        LibCrypto.EVP_CIPHER_CTX_free(_open);
        _seal = _open = 0;
        CryptographicOperations.ZeroMemory(_key);
    }

    private nint CreateContext(bool encrypt)
    {
        var context = OpenSslException.ThrowIfNull(LibCrypto.EVP_CIPHER_CTX_new());
        var cipher = LibCrypto.EVP_aes_128_gcm();
        fixed (byte* keyBytes = _key)
        {
            var result = encrypt
                ? LibCrypto.EVP_EncryptInit_ex(context, cipher, 0, keyBytes, null)
                : LibCrypto.EVP_DecryptInit_ex(context, cipher, 0, keyBytes, null);
            OpenSslException.ThrowUnless(result == 1, "AES-GCM key");
        }

        return context;
    }
}
