using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Relay.OpenSsl;

/// <summary>Exports SRTP keys from a finished handshake (RFC 5764 §4.2).</summary>
internal static unsafe class DtlsSrtpKeys
{
    private const int KeyLength = 16;

    /// <summary>Null when no supported profile was negotiated.</summary>
    public static SrtpKeys? TryExport(nint ssl, DtlsRole role)
    {
        var selected = (SelectedProfile*)LibSsl.SSL_get_selected_srtp_profile(ssl);
        if (selected is null)
        {
            return null;
        }

        var profile = (SrtpProfile)selected->Id;
        int saltLength;
        switch (profile)
        {
            case SrtpProfile.AeadAes128Gcm:
                saltLength = 12;
                break;
            case SrtpProfile.AesCm128HmacSha1_80:
                saltLength = 14;
                break;
            default:
                return null;
        }

        var label = "EXTRACTOR-dtls_srtp"u8;
        Span<byte> material = stackalloc byte[2 * (KeyLength + saltLength)];
        fixed (byte* output = material, labelBytes = label)
        {
            if (LibSsl.SSL_export_keying_material(ssl, output, (nuint)material.Length, labelBytes, (nuint)label.Length, null, 0, 0) != 1)
            {
                return null;
            }
        }

        // client key, server key, client salt, server salt
        var clientKey = material[..KeyLength].ToArray();
        var serverKey = material.Slice(KeyLength, KeyLength).ToArray();
        var clientSalt = material.Slice(2 * KeyLength, saltLength).ToArray();
        var serverSalt = material[((2 * KeyLength) + saltLength)..].ToArray();
        CryptographicOperations.ZeroMemory(material);
        return role == DtlsRole.Client
            ? new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt)
            : new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
    }

    /// <summary>SRTP_PROTECTION_PROFILE of OpenSSL.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct SelectedProfile
    {
        public readonly nint Name;
        public readonly nuint Id;
    }
}
