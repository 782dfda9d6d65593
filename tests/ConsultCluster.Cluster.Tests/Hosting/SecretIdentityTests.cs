using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ConsultCluster.Cluster.Hosting.Tls;

namespace ConsultCluster.Cluster.Tests.Hosting;

/// <summary>Who is believed by the cluster's secret.</summary>
public sealed class SecretIdentityTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(n => (byte)n)];

    private readonly SettableClock _clock = new();

    [Fact]
    public void Trusts_CertificateOfTheSameSecret_IsTrue() => Assert.True(Identity().Trusts(Identity().Current(), []));

    [Fact]
    public void Trusts_OneBitOfTheSecretDiffers_IsFalse()
    {
        byte[] other = [.. Secret];
        other[^1] ^= 1;

        Assert.False(Identity().Trusts(Identity(other).Current(), []));
        Assert.False(Identity(other).Trusts(Identity().Current(), []));
    }

    [Fact]
    public void Trusts_CertificateOfAnotherCluster_IsFalse() =>
        Assert.False(Identity().Trusts(new SecretIdentity(Secret, "other", _clock).Current(), []));

    [Fact]
    public void Trusts_NoExtension_IsFalse() => Assert.False(Identity().Trusts(SelfSigned(), []));

    /// <summary>Whoever saw a handshake has a certificate, but not its private key, and cannot move the HMAC to a key of its own.</summary>
    [Fact]
    public void Trusts_ExtensionCopiedToAnotherKey_IsFalse()
    {
        var seen = Identity().Current().Extensions[SecretIdentity.ExtensionOid]!.RawData;

        Assert.False(Identity().Trusts(SelfSigned(seen), []));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(33)]
    [InlineData(35)]
    public void Trusts_ExtensionOfAnotherLength_IsFalse(int length)
    {
        var whole = Identity().Current().Extensions[SecretIdentity.ExtensionOid]!.RawData;
        byte[] cut = [.. whole.Take(length), .. new byte[Math.Max(0, length - whole.Length)]];

        Assert.False(Identity().Trusts(SelfSigned(cut), []));
    }

    [Fact]
    public void Trusts_ExpiredOrOfLater_IsFalse()
    {
        var made = Identity().Current();

        _clock.Move(TimeSpan.FromDays(8));
        Assert.False(Identity().Trusts(made, []));

        _clock.Move(TimeSpan.FromDays(-10));
        Assert.False(Identity().Trusts(made, []));
    }

    [Fact]
    public void Current_AfterADay_IsANewOneAndBothAreBelieved()
    {
        var identity = Identity();
        var first = identity.Current();
        Assert.Same(first, identity.Current());

        _clock.Move(TimeSpan.FromDays(1));
        var second = identity.Current();

        Assert.NotEqual(first.Thumbprint, second.Thumbprint);
        Assert.True(identity.Trusts(first, []));
        Assert.True(identity.Trusts(second, []));
    }

    private SecretIdentity Identity(byte[]? secret = null) => new(secret ?? Secret, "cluster", _clock);

    private X509Certificate2 SelfSigned(byte[]? extension = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ConsultCluster silo", key, HashAlgorithmName.SHA256);
        if (extension is not null)
        {
            request.CertificateExtensions.Add(new X509Extension(SecretIdentity.ExtensionOid, extension, critical: false));
        }

        return request.CreateSelfSigned(_clock.GetUtcNow().AddHours(-1), _clock.GetUtcNow().AddHours(1));
    }
}
