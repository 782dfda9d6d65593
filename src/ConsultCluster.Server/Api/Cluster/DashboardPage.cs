using ConsultCluster.Domain;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Server.Api.Cluster;

/// <summary>
/// The engine's own dashboard, for administrators, with <c>--dashboard</c>: silos, kinds of grains, methods with their rates and times. It is shown what is
/// listed here and nothing else, so an endpoint that a new version of it adds stays closed until somebody has looked at it.
/// </summary>
internal static class DashboardPage
{
    /// <summary>Below <c>/api</c>, where browsers send the staff cookie.</summary>
    public const string Path = "/api/cluster/dashboard";

    /// <summary>
    /// It draws its diagrams with style elements and attributes; its script is one file of its own. Fonts and small pictures are in its style sheet.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>
    /// First parts of the addresses that are shown: the page's files, and figures by silo, kind of grain and method. Reminders name groups by id, as the
    /// cluster page does. Not among them: <c>GrainState</c>, which calls any group's methods and shows what they answer, and <c>Trace</c>, every log line.
    /// </summary>
    private static readonly HashSet<string> Shown = new(StringComparer.OrdinalIgnoreCase)
    {
        string.Empty, "index.html", "index.min.js", "index.css", "favicon.ico", "fonts", "img",
        "version", "DashboardCounters", "ClusterStats", "TopGrainMethods", "GrainStats", "GrainTypes", "Reminders", "LifecycleStages",
        "HistoricalStats", "SiloProperties", "SiloMetadata", "SiloStats", "SiloCounters",
    };

    public static void Map(IEndpointRouteBuilder routes) => SiloSetup.MapDashboard(routes, Path)
        .RequireAuthorization(StaffPolicies.Administrator)
        .AddEndpointFilter(RefuseAsync)
        .ExcludeFromDescription();

    /// <summary>The policy of everything below the dashboard's path; null for every other address.</summary>
    public static string? PolicyOf(HttpRequest request) => request.Path.StartsWithSegments(Path) ? Policy : null;

    /// <summary>The dashboard may answer at this address, whose beginning is <see cref="Path"/>.</summary>
    public static bool IsShown(PathString address) => Shown.Contains(address.Value![Path.Length..].TrimStart('/').Split('/')[0]);

    private static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsShown(context.HttpContext.Request.Path)
            ? await next(context)
            : Problems.Of(RefusalCodes.PermissionMissing, "The dashboard does not show this: it could hold patient data.");
}
