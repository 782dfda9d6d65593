using ConsultCluster.Server.Api;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// Refuses unsafe requests to the API that a browser sends for another site (CSRF), beside the cookie's SameSite.
/// Programs that are no browsers send neither header and pass: they hold no foreign cookies.
/// </summary>
internal static class SameOrigin
{
    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (IsUnsafe(context.Request.Method) && context.Request.Path.StartsWithSegments("/api") && IsForeign(context.Request))
        {
            await Problems.ForeignOrigin.ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private static bool IsUnsafe(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && (!Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                || !string.Equals(uri.Authority, Authority(request), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Host and port, the scheme's own port left out as <see cref="Uri.Authority"/> does.</summary>
    private static string Authority(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out var uri) ? uri.Authority : string.Empty;
}
