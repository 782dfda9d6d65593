using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Tests.Srtp;

/// <summary>RFC 3711 appendix B.2.</summary>
public class AesCounterTests
{
    [Theory]
    [InlineData("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000", "E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0")]
    [InlineData("F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF", "EC8CDF7398607CB0F2D21675EA9EA1E4362B7C3C6773516318A077D7FC5073AE6A2CC3787889374FBEB4C81B17BA6C44")]
    public void Apply_CounterOfTheRfc_YieldsItsKeyStream(string counter, string keyStream)
    {
        using var cipher = FrameworkSrtpCrypto.Instance.CreateAesCounter(Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C"));
        var output = new byte[keyStream.Length / 2];

        cipher.Apply(Convert.FromHexString(counter), output, output);

        Assert.Equal(keyStream, Convert.ToHexString(output));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1535)]
    [InlineData(1536)]
    [InlineData(4000)]
    public void Apply_AnyLengthTwice_GivesTheInputBack(int length)
    {
        using var cipher = FrameworkSrtpCrypto.Instance.CreateAesCounter(new byte[16]);
        var input = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var output = new byte[length];

        cipher.Apply(new byte[16], input, output);
        Assert.NotEqual(input, output);
        cipher.Apply(new byte[16], output, output);

        Assert.Equal(input, output);
    }
}
