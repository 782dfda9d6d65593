using System.Security.Claims;

namespace ConsultCluster.Server.Tokens;

/// <summary>The signed-in session by which a request came: what is issued in it ends with it.</summary>
internal static class StaffSession
{
    /// <summary>Claim of the session cookie with the session's id.</summary>
    public const string ClaimType = "sid";

    /// <summary>The session's id; null when the cookie names none.</summary>
    public static string? Of(HttpContext context) => context.User.FindFirstValue(ClaimType);
}
