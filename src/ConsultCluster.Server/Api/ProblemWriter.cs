using System.Globalization;
using ConsultCluster.Domain;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Server.Api;

/// <summary>Writes every problem, whatever the client accepts, with our code and the headers that belong to its status.</summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    private const int RetryAfterSeconds = 2;

    /// <summary>Errors have one form: a client that asked for SDP or HTML gets it too.</summary>
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var response = context.HttpContext.Response;
        var problem = context.ProblemDetails;
        problem.Status ??= response.StatusCode;
        var (code, reason) = ProblemStatus.Describe(problem.Status.Value);
        problem.Detail ??= reason;
        problem.Extensions.TryAdd("code", code);
        problem.Type ??= "about:blank";
        problem.Title ??= Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(problem.Status.Value);
        code = problem.Extensions["code"] as string ?? code;
        Refusals.Note(context.HttpContext, code);
        AddHeaders(response, problem.Status.Value, code);
        response.Headers.CacheControl = "no-store";
        return new ValueTask(response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json"));
    }

    /// <summary>When to come back (RFC 9110 §10.2.3), and how to authenticate (RFC 6750 §3).</summary>
    private static void AddHeaders(HttpResponse response, int status, string code)
    {
        if ((status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable) && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        if (status == StatusCodes.Status401Unauthorized && code.StartsWith("token.", StringComparison.Ordinal))
        {
            response.Headers.WWWAuthenticate = code == RefusalCodes.TokenMissing ? "Bearer" : "Bearer error=\"invalid_token\"";
        }
    }
}
