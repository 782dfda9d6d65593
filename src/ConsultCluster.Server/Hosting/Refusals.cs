using ConsultCluster.Server.Api;

namespace ConsultCluster.Server.Hosting;

/// <summary>Passes every refusal of the HTTP side to the <see cref="RefusalLog"/>: not signed in, not allowed, another host's, too many.</summary>
internal static class Refusals
{
    private static readonly object CodeKey = new();

    private static readonly int[] Statuses =
        [StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status421MisdirectedRequest, StatusCodes.Status429TooManyRequests];

    /// <summary>Remembers why a request was refused.</summary>
    public static void Note(HttpContext context, string code) => context.Items[CodeKey] = code;

    public static async Task LogAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (Array.IndexOf(Statuses, context.Response.StatusCode) >= 0)
        {
            var kind = context.Items[CodeKey] as string ?? $"with status {context.Response.StatusCode}";
            context.RequestServices.GetRequiredService<RefusalLog>().Add(kind, context.Address());
        }
    }
}
