using System.Net;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Api;

namespace ConsultCluster.Server.Hosting;

/// <summary>
/// Answers only requests for names of this server. A page of another site may let its own name point here (DNS rebinding), and a browser then
/// takes our answers for that site's. An IP address in the request cannot be rebound, so all are allowed.
/// </summary>
internal sealed class AllowedHosts
{
    private const string Wildcard = "*.";
    private const int MaxName = 253;

    /// <summary>Asked by machines, by whatever name they have for us: probes, Prometheus, relay nodes, which prove a key. None answers with anything of a person.</summary>
    private static readonly PathString[] ForMachines = ["/health", "/nodes"];

    private readonly int? _metricsPort;
    private readonly bool _isAny;
    private readonly HashSet<string> _names;
    private readonly string[] _suffixes;

    public AllowedHosts(ServerOptions options)
    {
        _metricsPort = options.MetricsPort;
        _isAny = options.Hosts.Contains("*");
        string[] own = ["localhost", Dns.GetHostName(), $"{Dns.GetHostName()}.local", .. options.ControlUrl is { } url ? [url.Host] : Array.Empty<string>()];
        _names = own.Concat(options.Hosts).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _suffixes = [.. options.Hosts.Where(host => host.StartsWith(Wildcard, StringComparison.Ordinal)).Select(host => host[1..])];
    }

    /// <summary>A name without scheme, port and path; <c>*.</c> may be before it, and <c>*</c> is one too.</summary>
    public static bool IsName(string text) => text == "*"
        || (text.Length <= MaxName && Uri.CheckHostName(text.StartsWith(Wildcard, StringComparison.Ordinal) ? text[Wildcard.Length..] : text) == UriHostNameType.Dns);

    /// <summary>Refuses what is asked of another host.</summary>
    public Task CheckAsync(HttpContext context, RequestDelegate next) =>
        IsAllowed(context.Request.Host.Host) || IsForMachines(context) ? next(context) : RefuseAsync(context);

    /// <summary>Browsers always name a host; what names none is allowed.</summary>
    public bool IsAllowed(string host) => _isAny
        || host.Length == 0
        || IPAddress.TryParse(host, out _)
        || _names.Contains(host.TrimEnd('.'))
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || Array.Exists(_suffixes, suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    private bool IsForMachines(HttpContext context) =>
        (_metricsPort is { } port && port == context.Connection.LocalPort) || Array.Exists(ForMachines, path => context.Request.Path.StartsWithSegments(path));

    /// <summary>421 Misdirected Request, RFC 9110 §15.5.20.</summary>
    private static Task RefuseAsync(HttpContext context) => Problems.Of(
        ProblemCodes.HostUnknown,
        "This server does not go by the name in the address. If it should, start it with --hosts and that name.").ExecuteAsync(context);
}
