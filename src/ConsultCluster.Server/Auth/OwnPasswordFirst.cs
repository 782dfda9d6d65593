using ConsultCluster.Server.Api;
using Microsoft.AspNetCore.Authorization;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// Refuses everything to an account whose password somebody else knows, until its owner has chosen one. What stays open says so itself, so a new endpoint
/// is closed.
/// </summary>
internal static class OwnPasswordFirst
{
    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (context.SignedIn() is { Account.MustChangePassword: true }
            && metadata is not null
            && metadata.GetMetadata<IAllowAnonymous>() is null
            && metadata.GetMetadata<OpenBefore>() is null)
        {
            await Problems.PasswordChangeRequired.ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    /// <summary>Opens an address to accounts with a one-time password.</summary>
    public static TBuilder OpenBeforeOwnPassword<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OpenBefore());

    private sealed class OpenBefore;
}
