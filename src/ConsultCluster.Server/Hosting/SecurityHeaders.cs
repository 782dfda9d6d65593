using System.Net;
using ConsultCluster.Server.Api;
using ConsultCluster.Server.Api.Cluster;

namespace ConsultCluster.Server.Hosting;

/// <summary>What browsers are told to refuse: foreign scripts, frames, sniffing, and devices for anybody but us.</summary>
internal static class SecurityHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob: mediastream:; "
        + "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string PermissionsPolicy =
        "camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), autoplay=(self), fullscreen=(self), "
        + "screen-wake-lock=(self), geolocation=(), payment=(), usb=()";

    /// <summary>Half a year, this host only: others below its name may be of another service.</summary>
    private const string TransportSecurity = "max-age=15552000";

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        // At the last moment: the exception handler clears what was set before.
        context.Response.OnStarting(static state =>
        {
            var answered = (HttpContext)state;
            var response = answered.Response;
            var headers = response.Headers;
            headers.ContentSecurityPolicy = ApiPage.PolicyOf(answered) ?? DashboardPage.PolicyOf(answered.Request) ?? ContentSecurityPolicy;
            headers["Permissions-Policy"] = PermissionsPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            // Against pages that embed an answer to read it from memory. WHIP and WHEP answer other sites by CORS, which this leaves alone.
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Origin-Agent-Cluster"] = "?1";
            if (answered.Request.IsHttps && IsDomain(answered.Request.Host.Host))
            {
                headers.StrictTransportSecurity = TransportSecurity;
            }

            if (answered.Request.Path.StartsWithSegments("/api"))
            {
                headers.CacheControl = "no-store";
            }

            return Task.CompletedTask;
        }, context);
        return next(context);
    }

    /// <summary>Browsers ignore it of IP addresses (RFC 6797 §8.1.1); of localhost it would reach every program on the machine.</summary>
    private static bool IsDomain(string host) => !IPAddress.TryParse(host, out _) && !string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase);
}
