using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Relay.OpenSsl;

/// <summary>AES-128 counter mode on an EVP context that keeps its key.</summary>
internal sealed unsafe class OpenSslAesCounter : ICounterCipher
{
    private const int CounterLength = 16;

    private nint _context;

    public OpenSslAesCounter(ReadOnlySpan<byte> key)
    {
        _context = OpenSslException.ThrowIfNull(LibCrypto.EVP_CIPHER_CTX_new());
        fixed (byte* keyBytes = key)
        {
            OpenSslException.ThrowUnless(
                LibCrypto.EVP_EncryptInit_ex(_context, LibCrypto.EVP_aes_128_ctr(), 0, keyBytes, null) == 1, "AES-CTR key");
        }
    }

    public void Apply(ReadOnlySpan<byte> counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (counter.Length != CounterLength || output.Length < input.Length)
        {
            throw new ArgumentException("A buffer has an invalid length.", nameof(output));
        }

        if (input.IsEmpty)
        {
            return;
        }

        int written;
        fixed (byte* iv = counter, from = input, to = output)
        {
            OpenSslException.ThrowUnless(
                LibCrypto.EVP_EncryptInit_ex(_context, 0, 0, null, iv) == 1
                && LibCrypto.EVP_EncryptUpdate(_context, to, &written, from, input.Length) == 1,
                "AES-CTR");
        }
    }

    public void Dispose()
    {
        LibCrypto.EVP_CIPHER_CTX_free(_context);
        _context = 0;
    }
}
