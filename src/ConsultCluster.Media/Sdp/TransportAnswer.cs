using System.Collections.Immutable;
using System.Globalization;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Ice;

namespace ConsultCluster.Media.Sdp;

/// <summary>Result of negotiating the terminal's transport attributes.</summary>
/// <param name="Remote">The terminal's ICE credentials.</param>
/// <param name="Local">Our ICE credentials; new ones when it restarted ICE.</param>
/// <param name="RemoteFingerprint">SHA-256 of the terminal's certificate.</param>
/// <param name="Role">Our DTLS role.</param>
internal sealed record TransportAnswer(IceCredentials Remote, IceCredentials Local, ImmutableArray<byte> RemoteFingerprint, DtlsRole Role)
{
    private const int FingerprintBytes = 32;

    /// <summary>Checks the attributes; null, with the reason, when they are insufficient.</summary>
    public static TransportAnswer? Answer(TransportOffer offer, IceCredentials local, NegotiatedSession? previous, out SdpRefusal refusal)
    {
        refusal = SdpRefusal.NoIce;
        if (offer is not { UserFragment: { } fragment, Password: { } password } || !IsIceText(fragment, 4) || !IsIceText(password, 22))
        {
            return null;
        }

        refusal = SdpRefusal.NoFingerprint;
        if (offer.Fingerprint is null || !TryReadFingerprint(offer.Fingerprint, out var fingerprint))
        {
            return null;
        }

        refusal = SdpRefusal.Malformed;
        DtlsRole? role = offer.Setup switch
        {
            "actpass" or null => previous?.Role ?? DtlsRole.Server,
            "active" => DtlsRole.Server,
            "passive" => DtlsRole.Client,
            _ => null,
        };
        if (role is null)
        {
            return null;
        }

        refusal = SdpRefusal.None;
        var remote = new IceCredentials(fragment, password);
        return new(remote, previous is not null && previous.Remote == remote ? previous.Local : local, fingerprint, role.Value);
    }

    // RFC 8839 §5.4: at most 256 characters of ice-char.
    private static bool IsIceText(string text, int minLength)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/'))
            {
                return false;
            }
        }

        return text.Length >= minLength && text.Length <= 256;
    }

    private static bool TryReadFingerprint(string text, out ImmutableArray<byte> fingerprint)
    {
        fingerprint = [];
        var digits = text.AsSpan().Trim(' ');
        if (digits.Length != (FingerprintBytes * 3) - 1)
        {
            return false;
        }

        var bytes = new byte[FingerprintBytes];
        for (var i = 0; i < bytes.Length; i++)
        {
            if ((i > 0 && digits[(i * 3) - 1] != ':')
                || !byte.TryParse(digits.Slice(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]))
            {
                return false;
            }
        }

        fingerprint = [.. bytes];
        return true;
    }
}
