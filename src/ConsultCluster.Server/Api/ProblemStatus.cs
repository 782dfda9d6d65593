using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;

namespace ConsultCluster.Server.Api;

/// <summary>The HTTP status of each refusal code.</summary>
internal static class ProblemStatus
{
    public static int Of(string code) => code switch
    {
        RefusalCodes.RequestTooLarge or RefusalCodes.SdpTooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalCodes.RequestFlood or RefusalCodes.ChatFlood or RefusalCodes.SignInDelayed => StatusCodes.Status429TooManyRequests,
        RefusalCodes.GroupUnknown or RefusalCodes.MemberUnknown => StatusCodes.Status404NotFound,
        ProblemCodes.PersonUnknown or ProblemCodes.SignInUnknown or ProblemCodes.SessionUnknown or ProblemCodes.NodeUnknown => StatusCodes.Status404NotFound,
        RefusalCodes.GroupFull or RefusalCodes.GroupExists => StatusCodes.Status409Conflict,
        ProblemCodes.PersonExists or ProblemCodes.PersonChanged or ProblemCodes.LastAdministrator or ProblemCodes.NodeLastActive or ProblemCodes.NodeNameTaken =>
            StatusCodes.Status409Conflict,
        RefusalCodes.GroupClosed or RefusalCodes.GroupExpired => StatusCodes.Status410Gone,
        RefusalCodes.TokenMissing or RefusalCodes.TokenMalformed or RefusalCodes.TokenForged or RefusalCodes.TokenExpired
            or RefusalCodes.TokenRevoked or RefusalCodes.TokenUnknown => StatusCodes.Status401Unauthorized,
        RefusalCodes.SignInRequired or RefusalCodes.SignInFailed or RefusalCodes.PasswordExpired => StatusCodes.Status401Unauthorized,
        RefusalCodes.TokenUsed or RefusalCodes.TokenWrongGroup or RefusalCodes.PermissionMissing or RefusalCodes.PasswordChangeRequired
            or RefusalCodes.PasswordWrong or ProblemCodes.RecoveryRefused
            or ProblemCodes.ForeignOrigin or ProblemCodes.SetupRefused => StatusCodes.Status403Forbidden,
        RefusalCodes.SdpNoFingerprint or RefusalCodes.SdpNoIce or RefusalCodes.SdpNoCodec or RefusalCodes.SdpNoMedia
            or RefusalCodes.SdpNotBundled or RefusalCodes.SdpPartial or RefusalCodes.SdpCodecUnfit or ProblemCodes.SessionUnsupported => StatusCodes.Status422UnprocessableEntity,
        RefusalCodes.RelayUnavailable or RefusalCodes.RelayStaleEpoch or RefusalCodes.StorageUnavailable
            or RefusalCodes.SignInBusy or ProblemCodes.NodeUnreachable => StatusCodes.Status503ServiceUnavailable,
        ProblemCodes.PreconditionRequired => StatusCodes.Status428PreconditionRequired,
        ProblemCodes.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        ProblemCodes.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        ProblemCodes.NotAcceptable => StatusCodes.Status406NotAcceptable,
        ProblemCodes.NotFound => StatusCodes.Status404NotFound,
        ProblemCodes.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        ProblemCodes.HostUnknown => StatusCodes.Status421MisdirectedRequest,
        ProblemCodes.ServerError => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };

    /// <summary>The code of a status that the framework answered by itself.</summary>
    public static (string Code, string Reason) Describe(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => (RefusalCodes.SignInRequired, "Sign in first."),
        StatusCodes.Status403Forbidden => (RefusalCodes.PermissionMissing, "This is not allowed."),
        StatusCodes.Status404NotFound => (ProblemCodes.NotFound, "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => (ProblemCodes.MethodNotAllowed, "This address does not take this method."),
        StatusCodes.Status406NotAcceptable => (ProblemCodes.NotAcceptable, "The answer exists in no form that Accept names."),
        StatusCodes.Status413PayloadTooLarge => (RefusalCodes.RequestTooLarge, "The request is larger than allowed."),
        StatusCodes.Status415UnsupportedMediaType => (ProblemCodes.UnsupportedMediaType, "This address does not take this Content-Type."),
        StatusCodes.Status429TooManyRequests => (RefusalCodes.RequestFlood, "Too many requests; wait a moment."),
        StatusCodes.Status503ServiceUnavailable => (RefusalCodes.StorageUnavailable, "The server cannot do this now; try again."),
        >= StatusCodes.Status500InternalServerError => (ProblemCodes.ServerError, "Something went wrong in the server."),
        _ => (RefusalCodes.RequestInvalid, "The request is not valid."),
    };
}
