using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Tests.Srtp;

/// <summary>RFC 3711 appendix B.3.</summary>
public class SrtpKeyDerivationTests
{
    [Theory]
    [InlineData(SrtpKeyDerivation.RtpCipherKey, "C61E7A93744F39EE10734AFE3FF7A087")]
    [InlineData(SrtpKeyDerivation.RtpSalt, "30CBBC08863D8C85D49DB34A9AE1")]
    [InlineData(
        SrtpKeyDerivation.RtpAuthenticationKey,
        "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF7227098" +
        "6371C10C9A369AC2F94A8C5FBCDDDC256D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2")]
    public void Derive_MasterKeyOfTheRfc_YieldsItsSessionKeys(byte label, string expected)
    {
        var masterKey = Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139");
        var masterSalt = Convert.FromHexString("0EC675AD498AFEEBB6960B3AABE6");
        var sessionKey = new byte[expected.Length / 2];

        SrtpKeyDerivation.Derive(masterKey, masterSalt, label, sessionKey);

        Assert.Equal(expected, Convert.ToHexString(sessionKey));
    }
}
