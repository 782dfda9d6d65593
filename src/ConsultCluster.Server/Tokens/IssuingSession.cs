using System.Security.Claims;

namespace ConsultCluster.Server.Tokens;

/// <summary>The signed-in session by which a request came: what is issued in it ends with it.</summary>
internal static class IssuingSession
{
    /// <summary>Claim with the session's id, which is no secret: tokens are recorded with it.</summary>
    public const string ClaimType = "session";

    /// <summary>The session's id; null when sessions have none.</summary>
    public static string? Of(HttpContext context) => context.User.FindFirstValue(ClaimType);
}
