using System.Security.Cryptography;
using ConsultCluster.Media.Dtls;

namespace ConsultCluster.Relay.OpenSsl;

/// <summary>Exports the record keys of a finished handshake.</summary>
internal static unsafe class DtlsMasterSecret
{
    /// <summary>False when <see cref="DtlsRecordKeys"/> does not support the version or suite.</summary>
    public static bool TryExport(nint ssl, DtlsRole role, out DtlsRecordKeys keys)
    {
        keys = default;
        if (LibSsl.SSL_version(ssl) != LibSsl.VersionDtls12
            || LibSsl.SSL_CIPHER_get_protocol_id(LibSsl.SSL_get_current_cipher(ssl))
                is not (LibSsl.CipherEcdheEcdsaAes128Gcm or LibSsl.CipherEcdheRsaAes128Gcm))
        {
            return false;
        }

        Span<byte> secret = stackalloc byte[DtlsRecordKeys.MasterSecretLength];
        Span<byte> client = stackalloc byte[DtlsRecordKeys.RandomLength];
        Span<byte> server = stackalloc byte[DtlsRecordKeys.RandomLength];
        fixed (byte* secretBytes = secret, clientBytes = client, serverBytes = server)
        {
            if (LibSsl.SSL_SESSION_get_master_key(LibSsl.SSL_get_session(ssl), secretBytes, (nuint)secret.Length) != (nuint)secret.Length
                || LibSsl.SSL_get_client_random(ssl, clientBytes, (nuint)client.Length) != (nuint)client.Length
                || LibSsl.SSL_get_server_random(ssl, serverBytes, (nuint)server.Length) != (nuint)server.Length)
            {
                return false;
            }
        }

        keys = DtlsRecordKeys.Derive(role, secret, client, server);
        CryptographicOperations.ZeroMemory(secret);
        return true;
    }
}
