using ConsultCluster.Media.Srtp;
using ConsultCluster.Relay.IpsecMb;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Relay.Tests.IpsecMb;

/// <summary>
/// The framework's ciphers are checked against the RFCs; those used by relays must give the same bytes: libIPSec_MB's,
/// or its replacement where that is not installed.
/// </summary>
public sealed class IpsecMbSrtpCryptoTests
{
    private static readonly ISrtpCrypto _crypto = (ISrtpCrypto?)IpsecMbSrtpCrypto.Instance ?? OpenSslSrtpCrypto.Instance;
    private static readonly byte[] _key = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    [Theory]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(28)]
    [InlineData(300)]
    public void AesGcm_EveryPacketLength_AgreesWithTheFramework(int associatedLength)
    {
        using var ours = _crypto.CreateAesGcm(_key);
        using var theirs = FrameworkSrtpCrypto.Instance.CreateAesGcm(_key);
        var associated = Bytes(associatedLength);
        var nonce = Bytes(12);
        for (var length = 0; length <= 1_500; length++)
        {
            nonce[length % 12]++;
            var plain = Bytes(length);
            var inPlace = new byte[length + 16];
            var expected = new byte[length + 16];
            plain.CopyTo(inPlace, 0);
            ours.Seal(nonce, associated, inPlace.AsSpan(0, length), inPlace);
            theirs.Seal(nonce, associated, plain, expected);
            Assert.Equal(expected, inPlace);
            Assert.True(ours.TryOpen(nonce, associated, inPlace, inPlace.AsSpan(0, length)));
            Assert.Equal(plain, inPlace[..length]);
        }
    }

    [Theory]
    [InlineData("tag")]
    [InlineData("ciphertext")]
    [InlineData("associated data")]
    [InlineData("nonce")]
    public void TryOpen_OneBitChanged_IsFalse(string where)
    {
        using var cipher = _crypto.CreateAesGcm(_key);
        var associated = Bytes(20);
        var nonce = Bytes(12);
        var packet = new byte[116];
        cipher.Seal(nonce, associated, Bytes(100), packet);
        switch (where)
        {
            case "tag":
                packet[^1] ^= 1;
                break;
            case "ciphertext":
                packet[50] ^= 1;
                break;
            case "associated data":
                associated[3] ^= 1;
                break;
            default:
                nonce[11] ^= 1;
                break;
        }

        Assert.False(cipher.TryOpen(nonce, associated, packet, new byte[100]));
    }

    [Theory]
    [InlineData(11, 116)]
    [InlineData(12, 115)]
    public void Seal_ImpossibleLengths_Throws(int nonceLength, int destinationLength)
    {
        using var cipher = _crypto.CreateAesGcm(_key);
        Assert.Throws<ArgumentException>(() => cipher.Seal(new byte[nonceLength], Bytes(20), Bytes(100), new byte[destinationLength]));
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31))];
}
