using System.Threading.RateLimiting;
using ConsultCluster.Domain;
using ConsultCluster.Server.Api;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Tokens;
using ConsultCluster.Server.Whip;
using ConsultCluster.Storage.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;

namespace ConsultCluster.Server.Hosting;

/// <summary>Services of the HTTP side.</summary>
internal static class ApiServices
{
    /// <summary>Requests at once, and per second in the long run, of one caller who has proved who that is, see <see cref="ProvenCallers"/>.</summary>
    private const int PersonBurst = 300;
    private const int PersonPerSecond = 20;

    /// <summary>The same for one address (IPv6: one /64) without an account: guests, encoders, players, sign-in pages; a ward may share an address.</summary>
    private const int AddressBurst = 300;
    private const int AddressPerSecond = 30;

    public static void Add(IServiceCollection services, ServerOptions options, string dataFolder)
    {
        services.Configure<ForwardedHeadersOptions>(o => BelieveProxies(o, options));
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<ServerFaults>();
        services.AddOpenApi();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        AddProtection(services, options, dataFolder);
        AddAccounts(services);
        services.AddCors(o => o.AddPolicy(WhipEndpoints.CorsPolicy, p => p
            .AllowAnyOrigin()
            .WithMethods("POST", "PATCH", "DELETE", "OPTIONS")
            .WithHeaders("Authorization", "Content-Type", "If-Match")
            .WithExposedHeaders("Location", "ETag", "Link", "Accept-Patch", "Accept-Post")));
        services.AddRateLimiter(Limit);
        services.AddResponseCompression(o =>
        {
            // Files only: compressing answers that hold a secret beside what a caller chose would leak it (BREACH).
            o.EnableForHttps = true;
            o.MimeTypes = ["text/css", "text/javascript", "text/html", "application/javascript", "application/wasm", "image/svg+xml"];
        });
    }

    /// <summary>From this machine, where a reverse proxy may end TLS, and from the networks that were named; from nobody else.</summary>
    private static void BelieveProxies(ForwardedHeadersOptions forwarded, ServerOptions options)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        foreach (var network in options.Proxies)
        {
            forwarded.KnownIPNetworks.Add(network);
            // Behind one another: as far back as each is known.
            forwarded.ForwardLimit = null;
        }
    }

    private static void AddProtection(IServiceCollection services, ServerOptions options, string dataFolder)
    {
        var protection = services.AddDataProtection().SetApplicationName("ConsultCluster");
        if (options.Postgres is not null)
        {
            services.AddSingleton<ClusterCookieKeys>();
            services.AddOptions<KeyManagementOptions>().Configure<ClusterCookieKeys>((management, shared) => management.XmlRepository = shared);
            protection.DisableAutomaticKeyGeneration();
            return;
        }

        var keys = Path.Combine(dataFolder, "cookie-keys");
        SecretFile.MakeFolder(keys);
        protection.PersistKeysToFileSystem(new DirectoryInfo(keys));
    }

    private static void AddAccounts(IServiceCollection services)
    {
        services.AddAuthentication(StaffCookie.Scheme)
            .AddCookie(StaffCookie.Scheme, StaffCookie.Configure)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.SchemeName, null);
        services.AddAuthorization(o =>
        {
            StaffPolicies.Configure(o);
            o.AddPolicy(TokenAuthentication.SchemeName, p => p
                .AddAuthenticationSchemes(TokenAuthentication.SchemeName)
                .RequireAuthenticatedUser());
        });
        services.AddSingleton<StaffPasswords>();
        services.AddSingleton<AccountMetrics>();
        services.AddSingleton<PasswordWork>();
        services.AddSingleton<KnownDevices>();
        services.AddSingleton<ProvenCallers>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<CodePasswords>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<SignInWatch>();
        services.AddSingleton<StaffSessions>();
        services.AddSingleton<AccountChanger>();
        services.AddSingleton<PatientReads>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<SetupCode>();
        services.AddSingleton<ConsultationLookup>();
        services.AddSingleton<TokenIssuer>();
    }

    private static void Limit(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = async (rejected, _) =>
            await Problems.Of(RefusalCodes.RequestFlood, "Too many requests; wait a moment.").ExecuteAsync(rejected.HttpContext);
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        {
            if (context.GetEndpoint() is null)
            {
                return RateLimitPartition.GetNoLimiter("files");
            }

            return context.RequestServices.GetRequiredService<ProvenCallers>().Of(context) is { } proven
                ? Bucket(proven, PersonBurst, PersonPerSecond)
                : Bucket("address " + context.Network(), AddressBurst, AddressPerSecond);
        });
    }

    private static RateLimitPartition<string> Bucket(string key, int burst, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        });
}
