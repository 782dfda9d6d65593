namespace ConsultCluster.Domain.Audit;

/// <summary>Actions in the audit; never renamed, because old rows keep the names.</summary>
public static class AuditActions
{
    /// <summary>A consultation was requested and recorded.</summary>
    public const string ConsultationRequested = "consultation.requested";
    /// <summary>The group for a request was created.</summary>
    public const string GroupCreated = "group.created";
    /// <summary>Media flowed both ways between at least two terminals for the first time, or a further one joined them.</summary>
    public const string GroupConnected = "group.connected";
    /// <summary>The group was activated again after a restart or a deactivation.</summary>
    public const string GroupActivated = "group.activated";
    /// <summary>A person closed the consultation.</summary>
    public const string GroupClosed = "group.closed";
    /// <summary>The group expired unused.</summary>
    public const string GroupExpired = "group.expired";

    /// <summary>A token was recorded.</summary>
    public const string TokenIssued = "token.issued";
    /// <summary>A token was revoked.</summary>
    public const string TokenRevoked = "token.revoked";
    /// <summary>A token was narrowed, or widened again up to its claims, because its holder's account has another role.</summary>
    public const string TokenNarrowed = "token.narrowed";
    /// <summary>A limit on tokens or seats refused somebody; at most one entry for each limit and minute.</summary>
    public const string LimitReached = "limit.reached";
    /// <summary>A token passed its expiry.</summary>
    public const string TokenExpired = "token.expired";

    /// <summary>A terminal entered by token.</summary>
    public const string MemberEntered = "member.entered";
    /// <summary>A terminal returned to its held seat.</summary>
    public const string MemberResumed = "member.resumed";
    /// <summary>Media of a terminal flows in every direction that its token allows.</summary>
    public const string MemberConnected = "member.connected";
    /// <summary>A terminal's signalling was lost.</summary>
    public const string MemberReconnecting = "member.reconnecting";
    /// <summary>The relay lost a terminal's session.</summary>
    public const string MemberMediaLost = "member.media_lost";
    /// <summary>Media of a terminal moved to another relay.</summary>
    public const string MemberMoved = "member.moved";
    /// <summary>A terminal left or was removed.</summary>
    public const string MemberLeft = "member.left";
    /// <summary>A moderator muted a terminal.</summary>
    public const string MemberMuted = "member.muted";
    /// <summary>A chat message was recorded; the audit does not contain its text.</summary>
    public const string MessageSent = "message.sent";

    /// <summary>A limit of the hub was reached; one entry per limit and minute.</summary>
    public const string HubLimited = "hub.limited";

    /// <summary>A person signed in.</summary>
    public const string SignedIn = "sign_in.done";
    /// <summary>A sign-in was refused.</summary>
    public const string SignInFailed = "sign_in.failed";
    /// <summary>Sign-ins were refused unchecked by a limit, which the detail names; once for a limit and minute.</summary>
    public const string SignInLimited = "sign_in.limited";
    /// <summary>A name was given wrong passwords often enough to be under attack.</summary>
    public const string SignInAttacked = "sign_in.attacked";
    /// <summary>An account was locked after too many refused sign-ins; accounts are locked no more.</summary>
    public const string SignInLocked = "sign_in.locked";
    /// <summary>A person signed out.</summary>
    public const string SignedOut = "sign_out.done";
    /// <summary>A session was ended from the list of sessions.</summary>
    public const string SessionEnded = "session.ended";
    /// <summary>An account was created.</summary>
    public const string PersonCreated = "person.created";
    /// <summary>An account was changed; the detail has each field from what to what.</summary>
    public const string PersonChanged = "person.changed";
    /// <summary>An administrator gave an account a one-time password.</summary>
    public const string PasswordReset = "person.password_reset";
    /// <summary>The owner of an account has read that its password was reset.</summary>
    public const string PasswordResetSeen = "person.password_reset_seen";
    /// <summary>The owner of an account gave it another password.</summary>
    public const string PasswordChanged = "person.password_changed";
    /// <summary>The server's console printed a link that gives an administrator another password.</summary>
    public const string RecoveryIssued = "recovery.issued";
    /// <summary>A person read who the patient of a consultation is, or its chat; once for a person, consultation and hour.</summary>
    public const string PatientRead = "patient.read";
    /// <summary>A person read a list with names of patients; once for a person and hour.</summary>
    public const string PatientsListed = "patient.listed";
    /// <summary>The first administrator was created with the setup code.</summary>
    public const string SetupDone = "setup.done";
    /// <summary>The signing key was rotated.</summary>
    public const string SigningKeyRotated = "signing_key.rotated";
    /// <summary>Entries are signed by that key from here on; vouches for those before.</summary>
    public const string AuditKeyUsed = "audit.key_used";
    /// <summary>A check of the audit has found a wrong entry.</summary>
    public const string AuditBroken = "audit.broken";
    /// <summary>An administrator drained a node.</summary>
    public const string NodeDrained = "node.drained";
    /// <summary>An administrator resumed a node.</summary>
    public const string NodeResumed = "node.resumed";
    /// <summary>An administrator created a one-time code with which a relay node joins.</summary>
    public const string JoinCodeCreated = "join_code.created";
    /// <summary>An unknown relay node asked to join.</summary>
    public const string NodeWaiting = "node.waiting";
    /// <summary>A relay node was enrolled: by an administrator, a one-time code or the node key.</summary>
    public const string NodeEnrolled = "node.enrolled";
    /// <summary>An administrator refused a relay node that was waiting.</summary>
    public const string NodeRejected = "node.rejected";
    /// <summary>An administrator revoked a relay node.</summary>
    public const string NodeRevoked = "node.revoked";
    /// <summary>An enrolled relay node joined after a start, with the certificates of its relays.</summary>
    public const string NodeJoined = "node.joined";
    /// <summary>A connection of a relay node was refused; at most one entry per reason and minute.</summary>
    public const string NodeRefused = "node.refused";
}
