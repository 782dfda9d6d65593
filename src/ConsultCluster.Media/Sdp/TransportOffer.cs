namespace ConsultCluster.Media.Sdp;

/// <summary>The transport attributes of a section or of the session level; null when absent.</summary>
internal sealed class TransportOffer
{
    /// <summary><c>a=ice-ufrag</c></summary>
    public string? UserFragment { get; private set; }

    /// <summary><c>a=ice-pwd</c></summary>
    public string? Password { get; private set; }

    /// <summary>Value of the first <c>a=fingerprint</c> with <c>sha-256</c>.</summary>
    public string? Fingerprint { get; private set; }

    /// <summary><c>a=setup</c></summary>
    public string? Setup { get; private set; }

    /// <summary>Reads an attribute; false when it is not a transport attribute.</summary>
    public bool TryTake(in SdpAttribute attribute)
    {
        switch (attribute.Name)
        {
            case "ice-ufrag":
                UserFragment ??= attribute.Value;
                return true;
            case "ice-pwd":
                Password ??= attribute.Value;
                return true;
            case "setup":
                Setup ??= attribute.Value;
                return true;
            case "fingerprint":
                if (attribute.Value.StartsWith("sha-256 ", StringComparison.OrdinalIgnoreCase))
                {
                    Fingerprint ??= attribute.Value[8..];
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>A copy with absent attributes taken from the fallback.</summary>
    public TransportOffer Or(TransportOffer fallback) => new()
    {
        // User fragment and password belong together and are never mixed.
        UserFragment = UserFragment is null && Password is null ? fallback.UserFragment : UserFragment,
        Password = UserFragment is null && Password is null ? fallback.Password : Password,
        Fingerprint = Fingerprint ?? fallback.Fingerprint,
        Setup = Setup ?? fallback.Setup,
    };
}
