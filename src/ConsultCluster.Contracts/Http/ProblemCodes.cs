namespace ConsultCluster.Contracts.Http;

/// <summary>Codes of problem details that only HTTP knows; all others are the refusal codes of the groups.</summary>
public static class ProblemCodes
{
    /// <summary>No such address.</summary>
    public const string NotFound = "http.not_found";

    /// <summary>The address does not take this method; <c>Allow</c> says which it takes.</summary>
    public const string MethodNotAllowed = "http.method_not_allowed";

    /// <summary>The answer exists in no form that <c>Accept</c> names.</summary>
    public const string NotAcceptable = "http.not_acceptable";

    /// <summary>Wrong <c>Content-Type</c>.</summary>
    public const string UnsupportedMediaType = "http.unsupported_media_type";

    /// <summary><c>If-Match</c> is required (RFC 6585 §3).</summary>
    public const string PreconditionRequired = "http.precondition_required";

    /// <summary><c>If-Match</c> does not match.</summary>
    public const string PreconditionFailed = "http.precondition_failed";

    /// <summary>Sent by another site.</summary>
    public const string ForeignOrigin = "http.foreign_origin";

    /// <summary>A fault of ours; it is in the server's log.</summary>
    public const string ServerError = "server.error";

    /// <summary>The setup link is wrong or was used.</summary>
    public const string SetupRefused = "setup.refused";

    /// <summary>No such account.</summary>
    public const string PersonUnknown = "person.unknown";

    /// <summary>The user name is taken.</summary>
    public const string PersonExists = "person.exists";

    /// <summary>The last administrator cannot be disabled or lose the role.</summary>
    public const string LastAdministrator = "person.last_administrator";

    /// <summary>No such WHIP or WHEP session.</summary>
    public const string SessionUnknown = "session.unknown";

    /// <summary>The media session does not take this change.</summary>
    public const string SessionUnsupported = "session.unsupported";

    /// <summary>No such node in the cluster.</summary>
    public const string NodeUnknown = "node.unknown";

    /// <summary>The node is known, and there is no link to it now.</summary>
    public const string NodeUnreachable = "node.unreachable";

    /// <summary>No other node takes new sessions.</summary>
    public const string NodeLastActive = "node.last_active";
}
