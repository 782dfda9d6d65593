using System.Buffers.Text;
using ConsultCluster.Relay.Remote.Keys;

namespace ConsultCluster.Relay.Remote.Tests;

/// <summary>Public keys as strangers send them.</summary>
public sealed class IdentityKeyTests
{
    private const int PointBytes = 64;

    [Fact]
    public void ReadPublicKey_OfAKeyPair_IsItsBytes()
    {
        using var key = IdentityKey.Create();

        Assert.Equal(key.PublicKey, Base64Url.EncodeToString(IdentityKey.ReadPublicKey(key.PublicKey)));
    }

    [Fact]
    public void ReadPublicKey_PointThatIsNotOnTheCurve_IsNone()
    {
        using var key = IdentityKey.Create();
        var bytes = Base64Url.DecodeFromChars(key.PublicKey);
        for (var at = bytes.Length - PointBytes; at < bytes.Length; at++)
        {
            bytes[at] ^= 1;
            Assert.Null(IdentityKey.ReadPublicKey(Base64Url.EncodeToString(bytes)));
            bytes[at] ^= 1;
        }
    }

    /// <summary>The name of the curve (an object identifier) is before the point: found by the fuzz campaign, the platform says that it does not support it.</summary>
    [Fact]
    public void ReadPublicKey_OfACurveThatNobodyHas_IsNone()
    {
        using var key = IdentityKey.Create();
        var bytes = Base64Url.DecodeFromChars(key.PublicKey);
        var name = bytes.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]);
        bytes[name] ^= 0x14;

        Assert.Null(IdentityKey.ReadPublicKey(Base64Url.EncodeToString(bytes)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xff)]
    public void ReadPublicKey_PointOfOneByteAgainAndAgain_IsNone(byte value)
    {
        using var key = IdentityKey.Create();
        var bytes = Base64Url.DecodeFromChars(key.PublicKey);
        bytes.AsSpan(bytes.Length - PointBytes).Fill(value);

        Assert.Null(IdentityKey.ReadPublicKey(Base64Url.EncodeToString(bytes)));
    }
}
