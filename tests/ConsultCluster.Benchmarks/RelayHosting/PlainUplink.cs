using ConsultCluster.Media.Srtp;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>
/// AES-GCM from the relay to terminals, nothing from terminals to the relay but 16 zero bytes where the tag would be: shows what
/// decrypting costs, and gives the relay the work of servers that take plain RTP in.
/// </summary>
/// <param name="isRelay">The relay's end; the other is the terminal's.</param>
internal sealed class PlainUplink(bool isRelay) : ISrtpCrypto
{
    public IAeadCipher CreateAesGcm(ReadOnlySpan<byte> key) => new Cipher(OpenSslSrtpCrypto.Instance.CreateAesGcm(key), isRelay);

    public ICounterCipher CreateAesCounter(ReadOnlySpan<byte> key) => throw new FormatException("--plain-in needs --profile gcm.");

    public IMac CreateHmacSha1(ReadOnlySpan<byte> key) => throw new FormatException("--plain-in needs --profile gcm.");

    private sealed class Cipher(IAeadCipher encrypted, bool isRelay) : IAeadCipher
    {
        public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext, Span<byte> destination)
        {
            if (isRelay)
            {
                encrypted.Seal(nonce, associatedData, plaintext, destination);
                return;
            }

            plaintext.CopyTo(destination);
            destination.Slice(plaintext.Length, AesGcmLengths.Tag).Clear();
        }

        public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> sealedData, Span<byte> destination)
        {
            if (!isRelay)
            {
                return encrypted.TryOpen(nonce, associatedData, sealedData, destination);
            }

            sealedData[..^AesGcmLengths.Tag].CopyTo(destination);
            return true;
        }

        public void Dispose() => encrypted.Dispose();
    }
}
