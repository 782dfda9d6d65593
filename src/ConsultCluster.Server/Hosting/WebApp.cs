using Microsoft.Extensions.FileProviders;

namespace ConsultCluster.Server.Hosting;

/// <summary>Serves the built web app: hashed files for ever, the page itself always fresh, and the page for each of its routes.</summary>
internal static class WebApp
{
    private const string Index = "index.html";
    private const string Forever = "public, max-age=31536000, immutable";
    private const string Fresh = "no-cache";

    private static readonly string[] NotPages = ["/api", "/hub", "/whip", "/whep", "/openapi", "/health", "/assets"];

    /// <summary>Before routing: files that exist.</summary>
    public static void UseFiles(WebApplication app, string folder) => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = new PhysicalFileProvider(folder),
        OnPrepareResponse = static file => file.Context.Response.Headers.CacheControl =
            file.Context.Request.Path.StartsWithSegments("/assets") ? Forever : Fresh,
    });

    /// <summary>After routing: the page for addresses that only the app knows. Not an endpoint, which would swallow 405s.</summary>
    public static void UsePages(WebApplication app, string folder)
    {
        var index = Path.Combine(folder, Index);
        app.Use((context, next) => IsPage(context) ? SendAsync(context, index) : next(context));
    }

    private static bool IsPage(HttpContext context)
    {
        var request = context.Request;
        return context.GetEndpoint() is null
            && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && !Path.HasExtension(request.Path.Value)
            && !NotPages.Any(p => request.Path.StartsWithSegments(p));
    }

    private static async Task SendAsync(HttpContext context, string index)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = Fresh;
        context.Response.ContentLength = new FileInfo(index).Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.SendFileAsync(index, context.RequestAborted);
        }
    }
}
