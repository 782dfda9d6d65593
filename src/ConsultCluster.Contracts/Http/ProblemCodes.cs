namespace ConsultCluster.Contracts.Http;

/// <summary>Problem codes specific to HTTP; all others are the refusal codes of the domain.</summary>
public static class ProblemCodes
{
    /// <summary>Unknown path.</summary>
    public const string NotFound = "http.not_found";

    /// <summary>The path does not support this method; <c>Allow</c> lists the supported ones.</summary>
    public const string MethodNotAllowed = "http.method_not_allowed";

    /// <summary>No representation matches <c>Accept</c>.</summary>
    public const string NotAcceptable = "http.not_acceptable";

    /// <summary>Wrong <c>Content-Type</c>.</summary>
    public const string UnsupportedMediaType = "http.unsupported_media_type";

    /// <summary><c>If-Match</c> is required (RFC 6585 §3).</summary>
    public const string PreconditionRequired = "http.precondition_required";

    /// <summary><c>If-Match</c> does not match.</summary>
    public const string PreconditionFailed = "http.precondition_failed";

    /// <summary>Sent by another site.</summary>
    public const string ForeignOrigin = "http.foreign_origin";

    /// <summary>The server does not go by the name in the address.</summary>
    public const string HostUnknown = "http.host_unknown";

    /// <summary>An internal error; the server's log has the details.</summary>
    public const string ServerError = "server.error";

    /// <summary>The setup link is wrong or was used.</summary>
    public const string SetupRefused = "setup.refused";

    /// <summary>No such account.</summary>
    public const string PersonUnknown = "person.unknown";

    /// <summary>The user name is taken.</summary>
    public const string PersonExists = "person.exists";

    /// <summary>Somebody else has changed the account meanwhile.</summary>
    public const string PersonChanged = "person.changed";

    /// <summary>The recovery link is wrong, too old or was used.</summary>
    public const string RecoveryRefused = "recovery.refused";

    /// <summary>The last administrator cannot be disabled or lose the role.</summary>
    public const string LastAdministrator = "person.last_administrator";

    /// <summary>The person has no such session; it may have ended.</summary>
    public const string SignInUnknown = "sign_in.unknown";

    /// <summary>No such WHIP or WHEP session.</summary>
    public const string SessionUnknown = "session.unknown";

    /// <summary>The media session does not support this change.</summary>
    public const string SessionUnsupported = "session.unsupported";

    /// <summary>No such node in the cluster.</summary>
    public const string NodeUnknown = "node.unknown";

    /// <summary>The node is known, but there is no link to it now.</summary>
    public const string NodeUnreachable = "node.unreachable";

    /// <summary>No other node accepts new sessions.</summary>
    public const string NodeLastActive = "node.last_active";

    /// <summary>Another key is enrolled under the node's name.</summary>
    public const string NodeNameTaken = "node.name_taken";
}
