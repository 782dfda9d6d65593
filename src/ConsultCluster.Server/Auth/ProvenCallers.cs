using ConsultCluster.Server.Tokens;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// Whose limit a request takes from: that of the signed-in person, of the browser that somebody has signed in from, or of the token. All others of a network share one.
/// A hospital is one address, and whoever floods it from a bed must not keep its staff from signing in and its terminals from coming back.
/// </summary>
internal sealed class ProvenCallers(KnownDevices devices, TokenKeys keys)
{
    /// <summary>The name of the limit; null when the caller has proved nothing.</summary>
    public string? Of(HttpContext context)
    {
        if (StaffCookie.PersonOrNull(context) is { } person)
        {
            return "person " + person;
        }

        if (devices.DeviceOf(context.Request.Cookies[StaffCookie.DeviceCookie]) is { } device)
        {
            return "device " + device;
        }

        // By the signature alone: whether the token is good is asked once the request is let in.
        return TokenAuthentication.TextOf(context.Request) is { Length: > 0 } text && TokenCodec.Read(text, keys.Find) is { Succeeded: true } token
            ? "token " + token.Value.Id
            : null;
    }
}
