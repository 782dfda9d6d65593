using System.Security.Claims;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Api;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// The cookie of a session: scripts cannot read it, other sites cannot send it, and it holds the session's secret and nothing else. Account and role are
/// read at each request.
/// </summary>
internal static class StaffCookie
{
    public const string Scheme = "staff";

    /// <summary>The cookie by which a browser is known, see <see cref="KnownDevices"/>.</summary>
    public const string DeviceCookie = "consult_device";

    private const string SecretClaim = "sid";
    private static readonly object SessionItem = new();

    /// <summary>However often it is used; unused, it is over after <see cref="StaffSessions.Lifetime"/>.</summary>
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(7);

    /// <summary>Longer than anybody's holidays.</summary>
    private static readonly TimeSpan DeviceLifetime = TimeSpan.FromDays(400);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "consult_staff";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.Path = "/api";
        options.ExpireTimeSpan = LongestSession;
        options.SlidingExpiration = false;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context => Problems.SignInRequired.ExecuteAsync(context.HttpContext);
        options.Events.OnRedirectToAccessDenied = context => Problems.AccountNotAllowed.ExecuteAsync(context.HttpContext);
    }

    public static ClaimsPrincipal Principal(StartedSession started) => new(new ClaimsIdentity([new Claim(SecretClaim, started.Secret)], Scheme));

    /// <summary>Sets the cookie by which this browser is known; sent to the sign-in only.</summary>
    public static void RememberDevice(this HttpContext context, StartedSession started) => context.Response.Cookies.Append(
        DeviceCookie,
        started.DeviceCookie,
        new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = "/api/session",
            MaxAge = DeviceLifetime,
            IsEssential = true,
        });

    /// <summary>The signed-in account. Only where the endpoint requires one.</summary>
    public static StaffAccount Staff(this HttpContext context) => context.SignedIn()!.Account;

    /// <summary>The session of the signed-in account. Only where the endpoint requires one.</summary>
    public static StaffSession StaffSession(this HttpContext context) => context.SignedIn()!.Session;

    /// <summary>The session with its account; null when nobody is signed in.</summary>
    public static SignedInSession? SignedIn(this HttpContext context) => context.Items[SessionItem] as SignedInSession;

    /// <summary>The signed-in person, or null.</summary>
    public static string? PersonOrNull(HttpContext context) => context.SignedIn()?.Account.Id.Value;

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var found = context.Principal?.FindFirstValue(SecretClaim) is { } secret
            ? await services.GetRequiredService<StaffSessions>().FindAsync(secret, context.HttpContext.Address())
            : null;
        if (found is null || found.Account.Disabled || !services.GetRequiredService<DemoAccounts>().MaySignIn(found.Account))
        {
            context.RejectPrincipal();
            return;
        }

        context.HttpContext.Items[SessionItem] = found;
    }
}
