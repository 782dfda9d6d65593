using Scalar.AspNetCore;

namespace ConsultCluster.Server.Api;

/// <summary>
/// <c>/docs</c>: the HTTP API to read and to try, made of <c>/openapi/v1.json</c>. Its script and styles are in the server; it asks no other host
/// for anything, and its policy would not let it.
/// </summary>
internal static class ApiPage
{
    public const string Path = "/docs";

    private const string Title = "ConsultCluster API";

    /// <summary>
    /// The page's script makes style elements while it runs and gives them no nonce, so styles may be inline here; scripts may not, except the one
    /// that carries this answer's nonce.
    /// </summary>
    private const string PolicyFormat =
        "default-src 'none'; script-src 'self' 'nonce-{0}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScalarApiReference(Path, options =>
    {
        options.WithTitle(Title)
            .WithNonce()
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .WithFavicon("/favicon.svg");
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        options.HideClientButton = true;
    });

    /// <summary>The page's own policy; null for every other answer.</summary>
    public static string? PolicyOf(HttpContext context) =>
        context.Items.TryGetValue(ScalarOptions.NonceHttpContextItemKey, out var nonce) && nonce is string text
            ? PolicyFormat.Replace("{0}", text, StringComparison.Ordinal)
            : null;
}
