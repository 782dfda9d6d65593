using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConsultCluster.Media.Dtls;

namespace ConsultCluster.Relay.OpenSsl;

/// <summary>Makes DTLS 1.2 associations on one OpenSSL context: one certificate, no tickets, no renegotiation.</summary>
public sealed unsafe class OpenSslDtlsSessionFactory : IDtlsSessionFactory, IDisposable
{
    /// <summary>AEAD first: it costs half as much per packet, and the server chooses (RFC 5764 §4.1.1).</summary>
    public const string DefaultProfiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";

    /// <summary>
    /// Forward secrecy only, AEAD before CBC for old terminals (RFC 8827 §6.5). The first suite is mandatory in WebRTC,
    /// and a settled association supports it without OpenSSL; it is as strong as the SRTP keys derived from it.
    /// </summary>
    private const string Ciphers = "ECDHE+AES128+AESGCM:ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:!SHA384:!aNULL";

    private readonly byte[] _fingerprint;
    private nint _context;

    /// <summary>Creates a factory for associations with this certificate.</summary>
    /// <param name="profiles">SRTP profiles in OpenSSL's names, most preferred first.</param>
    /// <exception cref="OpenSslException">OpenSSL refused the certificate or the profiles.</exception>
    public OpenSslDtlsSessionFactory(DtlsCertificate certificate, string profiles = DefaultProfiles)
        : this(certificate, profiles, ciphers: null)
    {
    }

    /// <summary>With other cipher suites, for tests with peers that do not offer ours.</summary>
    internal OpenSslDtlsSessionFactory(DtlsCertificate certificate, string profiles, string? ciphers)
    {
        _fingerprint = certificate.Fingerprint.ToArray();
        LibCrypto.ERR_clear_error();
        _context = OpenSslException.ThrowIfNull(LibSsl.SSL_CTX_new(LibSsl.DTLS_method()));
        LibSsl.SSL_CTX_ctrl(_context, LibSsl.ControlSetMinProtocolVersion, LibSsl.VersionDtls12, 0);
        LibSsl.SSL_CTX_ctrl(_context, LibSsl.ControlSetSessionCacheMode, 0, 0);
        LibSsl.SSL_CTX_set_options(
            _context,
            LibSsl.OptionNoQueryMtu | LibSsl.OptionNoTicket | LibSsl.OptionNoRenegotiation | LibSsl.OptionCipherServerPreference);
        fixed (byte* der = certificate.Certificate, key = certificate.PrivateKey)
        {
            OpenSslException.ThrowUnless(LibSsl.SSL_CTX_use_certificate_ASN1(_context, certificate.Certificate.Length, der) == 1);
            OpenSslException.ThrowUnless(
                LibSsl.SSL_CTX_use_PrivateKey_ASN1(LibCrypto.KeyTypeEc, _context, key, certificate.PrivateKey.Length) == 1);
        }

        OpenSslException.ThrowUnless(LibSsl.SSL_CTX_set_cipher_list(_context, ciphers ?? Ciphers) == 1);
        OpenSslException.ThrowUnless(LibSsl.SSL_CTX_set_tlsext_use_srtp(_context, profiles) == 0);
        LibSsl.SSL_CTX_set_verify(_context, LibSsl.VerifyPeer | LibSsl.VerifyFailIfNoPeerCertificate, &AcceptAnyCertificate);
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> LocalFingerprint => _fingerprint;

    /// <summary>Associations keep OpenSSL's connection all their life, like other DTLS implementations.</summary>
    internal bool KeepsOpenSsl { get; init; }

    /// <inheritdoc/>
    public IDtlsSession Create(DtlsRole role)
    {
        ObjectDisposedException.ThrowIf(_context == 0, this);
        LibCrypto.ERR_clear_error();
        return new OpenSslDtlsSession(OpenSslException.ThrowIfNull(LibSsl.SSL_new(_context)), role, KeepsOpenSsl);
    }

    /// <summary>Open sessions keep working: OpenSSL counts references.</summary>
    public void Dispose()
    {
        LibSsl.SSL_CTX_free(_context);
        _context = 0;
    }

    /// <summary>Certificates are self-signed; the session's owner compares the fingerprint before using keys.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int AcceptAnyCertificate(int preverified, nint store) => 1;
}
