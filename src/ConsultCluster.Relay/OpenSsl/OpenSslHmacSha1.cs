using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Relay.OpenSsl;

/// <summary>
/// HMAC-SHA1 with cached key state. Uses the old HMAC functions because EVP_MAC reads its parameters again for every
/// packet.
/// </summary>
internal sealed unsafe class OpenSslHmacSha1 : IMac
{
    private const int CodeLength = 20;

    private nint _context;

    public OpenSslHmacSha1(ReadOnlySpan<byte> key)
    {
        _context = OpenSslException.ThrowIfNull(LibCrypto.HMAC_CTX_new());
        fixed (byte* keyBytes = key)
        {
            OpenSslException.ThrowUnless(
                LibCrypto.HMAC_Init_ex(_context, keyBytes, key.Length, LibCrypto.EVP_sha1(), 0) == 1, "HMAC key");
        }
    }

    public void Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> destination)
    {
        if (destination.Length < CodeLength)
        {
            throw new ArgumentException("A code has 20 bytes.", nameof(destination));
        }

        uint written;
        fixed (byte* one = first, two = second, to = destination)
        {
            OpenSslException.ThrowUnless(
                LibCrypto.HMAC_Init_ex(_context, null, 0, 0, 0) == 1
                && LibCrypto.HMAC_Update(_context, one, (nuint)first.Length) == 1
                && LibCrypto.HMAC_Update(_context, two, (nuint)second.Length) == 1
                && LibCrypto.HMAC_Final(_context, to, &written) == 1,
                "HMAC");
        }
    }

    public void Dispose()
    {
        LibCrypto.HMAC_CTX_free(_context);
        _context = 0;
    }
}
