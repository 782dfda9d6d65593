using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Benchmarks.Peers;

/// <summary>SRTP profiles by the names that SDES uses (RFC 4568 §6.2, RFC 7714 §14.3).</summary>
internal static class PeerProfile
{
    public static string Name(SrtpProfile profile) => profile switch
    {
        SrtpProfile.AeadAes128Gcm => "AEAD_AES_128_GCM",
        SrtpProfile.AesCm128HmacSha1_80 => "AES_CM_128_HMAC_SHA1_80",
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "No such profile."),
    };

    /// <summary>Bytes of master key and master salt.</summary>
    public static (int Key, int Salt) Lengths(SrtpProfile profile) => profile == SrtpProfile.AeadAes128Gcm ? (16, 12) : (16, 14);
}
