using ConsultCluster.Contracts.Http;
using Microsoft.Net.Http.Headers;

namespace ConsultCluster.Server.Api;

/// <summary>
/// Refuses bodies in another encoding than UTF-8, the only one of JSON (RFC 8259 §8.1). The framework's reader throws at a name that it does not know, and at any in quotes, which would
/// be a fault of ours.
/// </summary>
internal static class BodyCharset
{
    private const string Utf8 = "utf-8";

    public static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        context.Request.Path.StartsWithSegments("/api") && IsOther(context.Request.ContentType)
            ? Problems.Of(ProblemCodes.UnsupportedMediaType, "Send JSON in UTF-8.").ExecuteAsync(context)
            : next(context);

    private static bool IsOther(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.Charset.HasValue
        && !type.Charset.Equals(Utf8, StringComparison.OrdinalIgnoreCase);
}
