namespace ConsultCluster.Media.Srtp;

/// <summary>SRTP protection profiles; the numbers are those of the <c>use_srtp</c> extension (RFC 5764 §4.1.2, RFC 7714 §14.2).</summary>
public enum SrtpProfile
{
    /// <summary>AES counter mode with an 80-bit HMAC-SHA1 tag: key 16 bytes, salt 14 bytes.</summary>
    AesCm128HmacSha1_80 = 0x0001,

    /// <summary>AES-128-GCM with a 128-bit tag: key 16 bytes, salt 12 bytes.</summary>
    AeadAes128Gcm = 0x0007,
}
