namespace ConsultCluster.Domain;

/// <summary>Every refusal code of the product: the same string in hub replies, HTTP problem details and the audit.</summary>
public static class RefusalCodes
{
    /// <summary>A field is missing or out of range; the reason names it.</summary>
    public const string RequestInvalid = "request.invalid";
    /// <summary>Larger than the documented limit.</summary>
    public const string RequestTooLarge = "request.too_large";
    /// <summary>Too many requests in a short time; wait and try again.</summary>
    public const string RequestFlood = "request.too_many";
    /// <summary>The hub has no such method.</summary>
    public const string RequestUnknownMethod = "request.unknown_method";

    /// <summary>No such consultation group.</summary>
    public const string GroupUnknown = "group.unknown";
    /// <summary>Every seat is taken.</summary>
    public const string GroupFull = "group.full";
    /// <summary>The consultation was closed.</summary>
    public const string GroupClosed = "group.closed";
    /// <summary>The consultation expired before it was used.</summary>
    public const string GroupExpired = "group.expired";
    /// <summary>The group was already requested with other contents.</summary>
    public const string GroupExists = "group.exists";

    /// <summary>No token was sent.</summary>
    public const string TokenMissing = "token.missing";
    /// <summary>Not a compact JWS of this service (RFC 7515 §7.1).</summary>
    public const string TokenMalformed = "token.malformed";
    /// <summary>Wrong algorithm, unknown key or bad signature (RFC 8725).</summary>
    public const string TokenForged = "token.forged";
    /// <summary>Past its expiry.</summary>
    public const string TokenExpired = "token.expired";
    /// <summary>Revoked by a moderator.</summary>
    public const string TokenRevoked = "token.revoked";
    /// <summary>A single-use token already holds a seat for another terminal.</summary>
    public const string TokenUsed = "token.used";
    /// <summary>Signed by us but not on record.</summary>
    public const string TokenUnknown = "token.unknown";
    /// <summary>Issued for another group.</summary>
    public const string TokenWrongGroup = "token.wrong_group";

    /// <summary>The token or the account does not allow this.</summary>
    public const string PermissionMissing = "permission.missing";
    /// <summary>That terminal holds no seat in the group.</summary>
    public const string MemberUnknown = "member.unknown";
    /// <summary>Too many chat messages in a short time, of the member or of the group; nothing was recorded.</summary>
    public const string ChatFlood = "chat.too_many";

    /// <summary>Not a session description (RFC 8866).</summary>
    public const string SdpMalformed = "sdp.malformed";
    /// <summary>The session description exceeds the limit.</summary>
    public const string SdpTooLarge = "sdp.too_large";
    /// <summary>No usable DTLS fingerprint (RFC 8122).</summary>
    public const string SdpNoFingerprint = "sdp.no_fingerprint";
    /// <summary>No ICE credentials (RFC 8839).</summary>
    public const string SdpNoIce = "sdp.no_ice";
    /// <summary>No codec in common in any media section.</summary>
    public const string SdpNoCodec = "sdp.no_codec";
    /// <summary>Some media sections could be accepted and others not, where the terminal needs all (RFC 9725 §4.2).</summary>
    public const string SdpPartial = "sdp.partial";
    /// <summary>No codec in common with those who are there.</summary>
    public const string SdpCodecUnfit = "sdp.codec_unfit";
    /// <summary>No usable media section.</summary>
    public const string SdpNoMedia = "sdp.no_media";
    /// <summary>Not bundled on one transport with rtcp-mux (RFC 8843, RFC 5761).</summary>
    public const string SdpNotBundled = "sdp.not_bundled";

    /// <summary>No relay can accept the session now.</summary>
    public const string RelayUnavailable = "relay.unavailable";
    /// <summary>There is no relay for a standby session now, or no standby session to move to.</summary>
    public const string RelayNoStandby = "relay.no_standby";
    /// <summary>The order comes from an older epoch of the group.</summary>
    public const string RelayStaleEpoch = "relay.stale_epoch";
    /// <summary>The database cannot save the change now; nothing was acknowledged.</summary>
    public const string StorageUnavailable = "storage.unavailable";

    /// <summary>Sign in first.</summary>
    public const string SignInRequired = "sign_in.required";
    /// <summary>User name or password is wrong.</summary>
    public const string SignInFailed = "sign_in.failed";
    /// <summary>Too many failed sign-ins for this name from this network; <c>Retry-After</c> says how long to wait.</summary>
    public const string SignInDelayed = "sign_in.delayed";
    /// <summary>Too many people sign in at once; nothing was checked.</summary>
    public const string SignInBusy = "sign_in.busy";
    /// <summary>The one-time password is too old; an administrator can give another one.</summary>
    public const string PasswordExpired = "password.expired";
    /// <summary>The password came from an administrator: choose one before anything else.</summary>
    public const string PasswordChangeRequired = "password.change_required";
    /// <summary>The old password is wrong.</summary>
    public const string PasswordWrong = "password.wrong";
}
