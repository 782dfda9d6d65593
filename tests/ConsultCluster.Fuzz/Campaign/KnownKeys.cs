using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Relay.OpenSsl;
using ConsultCluster.Server.Tokens;

namespace ConsultCluster.Fuzz.Campaign;

/// <summary>Keys of the targets. Those that seeds are made with are the same in every run.</summary>
internal static class KnownKeys
{
    public static readonly SrtpKeys Srtp = new(SrtpProfile.AeadAes128Gcm, Bytes(16, 1), Bytes(12, 2), Bytes(16, 3), Bytes(12, 4));

    public static readonly DtlsRecordKeys Server = DtlsRecordKeys.Derive(
        DtlsRole.Server, Bytes(DtlsRecordKeys.MasterSecretLength, 5), Bytes(DtlsRecordKeys.RandomLength, 6), Bytes(DtlsRecordKeys.RandomLength, 7));

    public static readonly DtlsRecordKeys Client = DtlsRecordKeys.Derive(
        DtlsRole.Client, Bytes(DtlsRecordKeys.MasterSecretLength, 5), Bytes(DtlsRecordKeys.RandomLength, 6), Bytes(DtlsRecordKeys.RandomLength, 7));

    public static readonly OpenSslDtlsSessionFactory Dtls = new(DtlsCertificate.Create(TimeProvider.System));

    /// <summary>Of this process: tokens in the corpus are forged, the target signs some itself.</summary>
    public static readonly TokenKey Token = TokenKey.Create();

    private static byte[] Bytes(int length, byte value) => [.. Enumerable.Repeat(value, length)];
}
