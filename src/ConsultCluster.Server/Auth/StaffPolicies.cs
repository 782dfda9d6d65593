using Microsoft.AspNetCore.Authorization;

namespace ConsultCluster.Server.Auth;

/// <summary>Which accounts an address is for.</summary>
internal static class StaffPolicies
{
    /// <summary>Anyone who is signed in.</summary>
    public const string Staff = "staff";

    /// <summary>Administrators only.</summary>
    public const string Administrator = "administrator";

    public static void Configure(AuthorizationOptions options)
    {
        options.AddPolicy(Staff, p => p.AddAuthenticationSchemes(StaffCookie.Scheme).RequireAuthenticatedUser());
        options.AddPolicy(Administrator, p => p
            .AddAuthenticationSchemes(StaffCookie.Scheme)
            .RequireAuthenticatedUser()
            .RequireAssertion(context => context.Resource is HttpContext http && http.SignedIn()?.Account.Role == StaffRole.Administrator));
    }
}
