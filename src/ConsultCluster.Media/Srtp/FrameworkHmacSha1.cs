using System.Security.Cryptography;

namespace ConsultCluster.Media.Srtp;

/// <summary>HMAC-SHA1 of the framework; the keyed state is kept between packets.</summary>
internal sealed class FrameworkHmacSha1(ReadOnlySpan<byte> key) : IMac
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key);

    public void Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> destination)
    {
        _hash.AppendData(first);
        _hash.AppendData(second);
        _hash.GetHashAndReset(destination);
    }

    public void Dispose() => _hash.Dispose();
}
