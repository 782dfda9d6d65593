using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api;

/// <summary>Problem details (RFC 9457) with our <c>code</c>; the only shape of an error on HTTP.</summary>
internal static class Problems
{
    public static ProblemHttpResult SignInRequired { get; } = Of(RefusalCodes.SignInRequired, "Sign in first.");

    public static ProblemHttpResult AccountNotAllowed { get; } =
        Of(RefusalCodes.PermissionMissing, "Your account does not allow this.");

    public static ProblemHttpResult PasswordChangeRequired { get; } = Of(
        RefusalCodes.PasswordChangeRequired, "An administrator has given you this password; choose one of your own first.");

    public static ProblemHttpResult ForeignOrigin { get; } =
        Of(ProblemCodes.ForeignOrigin, "This request was sent by another site.");

    public static ProblemHttpResult Of(Refusal refusal) => Of(refusal.Code, refusal.Reason);

    public static ProblemHttpResult Of(string code, string reason) => Of(ProblemStatus.Of(code), code, reason);

    public static ProblemHttpResult Of(int status, string code, string reason) => TypedResults.Problem(
        detail: reason,
        statusCode: status,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code });

    /// <summary>The mistakes of every field at once.</summary>
    public static ProblemHttpResult Of(FieldMistakes mistakes) => TypedResults.Problem(
        detail: mistakes.Summary,
        statusCode: StatusCodes.Status400BadRequest,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["code"] = RefusalCodes.RequestInvalid,
            ["errors"] = mistakes.ByField,
        });
}
