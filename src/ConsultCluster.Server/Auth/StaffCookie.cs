using System.Security.Claims;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Api;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace ConsultCluster.Server.Auth;

/// <summary>Staff sessions: a cookie that scripts cannot read and other sites cannot send, checked against the account at each request.</summary>
internal static class StaffCookie
{
    public const string Scheme = "staff";

    private const string PersonClaim = "sub";
    private const string StampClaim = "stamp";
    private static readonly object AccountItem = new();

    /// <summary>A shift; every use in its second half renews it.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "consult_staff";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.Path = "/api";
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context => Problems.SignInRequired.ExecuteAsync(context.HttpContext);
        options.Events.OnRedirectToAccessDenied = context => Problems.AccountNotAllowed.ExecuteAsync(context.HttpContext);
    }

    public static ClaimsPrincipal Principal(StaffAccount account) => new(new ClaimsIdentity(
        [
            new Claim(PersonClaim, account.Id.Value),
            new Claim(StampClaim, account.SecurityStamp),
            new Claim(ClaimTypes.Role, account.Role.ToString()),
        ],
        Scheme));

    /// <summary>The signed-in account. Only where the endpoint requires one.</summary>
    public static StaffAccount Staff(this HttpContext context) => (StaffAccount)context.Items[AccountItem]!;

    /// <summary>The signed-in person, or null.</summary>
    public static string? PersonOrNull(HttpContext context) => (context.Items[AccountItem] as StaffAccount)?.Id.Value;

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var people = context.HttpContext.RequestServices.GetRequiredService<IPersonStore>();
        var demo = context.HttpContext.RequestServices.GetRequiredService<DemoAccounts>();
        var account = PersonId.TryParse(context.Principal?.FindFirstValue(PersonClaim), out var id) ? await people.FindAsync(id) : null;
        if (account is null
            || account.Disabled
            || !demo.MaySignIn(account)
            || !string.Equals(account.SecurityStamp, context.Principal?.FindFirstValue(StampClaim), StringComparison.Ordinal))
        {
            context.RejectPrincipal();
            return;
        }

        context.HttpContext.Items[AccountItem] = account;
    }
}
