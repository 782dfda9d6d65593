using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>SRTP profiles by the names of the command line and of OpenSSL.</summary>
internal static class SrtpProfileNames
{
    /// <exception cref="FormatException">Neither <c>gcm</c> nor <c>cm</c>.</exception>
    public static SrtpProfile Parse(string profile) => profile switch
    {
        "gcm" => SrtpProfile.AeadAes128Gcm,
        "cm" => SrtpProfile.AesCm128HmacSha1_80,
        _ => throw new FormatException($"--profile is gcm or cm, not '{profile}'."),
    };

    public static string ToOpenSsl(SrtpProfile profile) =>
        profile == SrtpProfile.AeadAes128Gcm ? "SRTP_AEAD_AES_128_GCM" : "SRTP_AES128_CM_SHA1_80";
}
