using ConsultCluster.Media.Srtp;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Relay.Tests.OpenSsl;

/// <summary>Both implementations must give the same bytes: the framework's are checked against the RFCs.</summary>
public class OpenSslSrtpCryptoTests
{
    private static readonly byte[] _key = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1_100)]
    public void AesGcm_AnyLength_AgreesWithTheFramework(int length)
    {
        using var ours = OpenSslSrtpCrypto.Instance.CreateAesGcm(_key);
        using var theirs = FrameworkSrtpCrypto.Instance.CreateAesGcm(_key);
        var plain = Bytes(length);
        var nonce = Bytes(12);
        var associated = Bytes(20);
        var sealedByUs = new byte[length + 16];
        var sealedByThem = new byte[length + 16];
        for (var i = 0; i < 3; i++)
        {
            nonce[0]++;
            plain.CopyTo(sealedByUs, 0);
            ours.Seal(nonce, associated, sealedByUs.AsSpan(0, length), sealedByUs);
            theirs.Seal(nonce, associated, plain, sealedByThem);
            Assert.Equal(sealedByThem, sealedByUs);

            Assert.True(ours.TryOpen(nonce, associated, sealedByUs, sealedByUs.AsSpan(0, length)));
            Assert.Equal(plain, sealedByUs[..length]);
            sealedByThem[^1] ^= 1;
            Assert.False(ours.TryOpen(nonce, associated, sealedByThem, new byte[length]));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_100)]
    public void AesCounter_AnyLength_AgreesWithTheFramework(int length)
    {
        using var ours = OpenSslSrtpCrypto.Instance.CreateAesCounter(_key);
        using var theirs = FrameworkSrtpCrypto.Instance.CreateAesCounter(_key);
        var input = Bytes(length);
        var one = new byte[length];
        var two = new byte[length];
        for (var i = 0; i < 3; i++)
        {
            ours.Apply(Bytes(16), input, one);
            theirs.Apply(Bytes(16), input, two);
            Assert.Equal(two, one);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 4)]
    [InlineData(1_100, 0)]
    public void HmacSha1_AnyLength_AgreesWithTheFramework(int first, int second)
    {
        using var ours = OpenSslSrtpCrypto.Instance.CreateHmacSha1(_key);
        using var theirs = FrameworkSrtpCrypto.Instance.CreateHmacSha1(_key);
        var one = new byte[20];
        var two = new byte[20];
        for (var i = 0; i < 3; i++)
        {
            ours.Compute(Bytes(first), Bytes(second), one);
            theirs.Compute(Bytes(first), Bytes(second), two);
            Assert.Equal(two, one);
        }
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
}
