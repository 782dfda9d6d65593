namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>The benchmarks' short names of SRTP profiles.</summary>
internal static class SrtpProfileNames
{
    /// <summary>OpenSSL's name.</summary>
    /// <exception cref="FormatException">Neither <c>gcm</c> nor <c>cm</c>.</exception>
    public static string ToOpenSsl(string profile) => profile switch
    {
        "gcm" => "SRTP_AEAD_AES_128_GCM",
        "cm" => "SRTP_AES128_CM_SHA1_80",
        _ => throw new FormatException($"--profile is gcm or cm, not '{profile}'."),
    };
}
