using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Server.Api;
using ConsultCluster.Server.Hubs.Connections;
using ConsultCluster.Server.Tokens;
using Microsoft.Net.Http.Headers;

namespace ConsultCluster.Server.Whip;

/// <summary>WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep): one POST with an offer, one answer, one DELETE.</summary>
internal static class WhipEndpoints
{
    /// <summary>Name of the cross-origin policy: bearer tokens and no cookies, so any page may use these.</summary>
    public const string CorsPolicy = "media";

    private const string Sdp = "application/sdp";
    private const string Fragment = "application/trickle-ice-sdpfrag";
    private const int MaxSdp = 256 * 1024;
    private const int MaxFragment = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/whip", MediaDirection.Whip);
        Map(routes, "/whep", MediaDirection.Whep);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, MediaDirection direction)
    {
        var group = routes.MapGroup(path).RequireCors(CorsPolicy).WithTags(direction.ToString().ToUpperInvariant());
        group.MapPost("/", (HttpContext context, MediaResources resources, TokenConnects connects, HubLimitLog limits) =>
                PostAsync(direction, path, context, resources, connects, limits))
            .RequireAuthorization(TokenAuthentication.SchemeName)
            .Produces<string>(StatusCodes.Status201Created, Sdp)
            .WithSummary("Opens a session with an offer; the answer's Location ends it.");
        group.MapPatch("/{id}", (string id, HttpContext context, MediaResources resources) => PatchAsync(direction, id, context, resources))
            .RequireAuthorization(TokenAuthentication.SchemeName)
            .WithSummary("Trickled candidates; the relay is ICE-lite and needs none. ICE restarts are not supported.");
        group.MapDelete("/{id}", (string id, HttpContext context, MediaResources resources) => DeleteAsync(direction, id, context, resources))
            .RequireAuthorization(TokenAuthentication.SchemeName)
            .WithSummary("Ends the session.");
        group.MapMethods("/", [HttpMethods.Options], Options("Accept-Post", Sdp)).ExcludeFromDescription();
        group.MapMethods("/{id}", [HttpMethods.Options], Options("Accept-Patch", Fragment)).ExcludeFromDescription();
    }

    private static async Task<IResult> PostAsync(
        MediaDirection direction, string path, HttpContext context, MediaResources resources, TokenConnects connects, HubLimitLog limits)
    {
        var request = context.Request;
        if (!Has(request, Sdp))
        {
            context.Response.Headers["Accept-Post"] = Sdp;
            return Problems.Of(ProblemCodes.UnsupportedMediaType, $"Send an offer as {Sdp}.");
        }

        if (!Accepts(request, Sdp))
        {
            return Problems.Of(ProblemCodes.NotAcceptable, $"The answer is {Sdp}.");
        }

        if (await BoundedText.ReadAsync(request, MaxSdp, context.RequestAborted) is not { } offer)
        {
            return Problems.Of(RefusalCodes.SdpTooLarge, "The session description is larger than 256 KiB.");
        }

        if (string.IsNullOrWhiteSpace(offer))
        {
            return Problems.Of(RefusalCodes.SdpMalformed, "Send an offer; the relay makes none.");
        }

        var claims = Claims(context);
        if (!connects.TryTake(claims.Id))
        {
            limits.Reached(HubLimit.Connects, claims, context.Address());
            return Problems.Of(TokenConnects.TooOften);
        }

        var opened = await resources.OpenAsync(direction, claims, offer, context.Address(), context.RequestAborted);
        if (!opened.Succeeded)
        {
            return Problems.Of(opened.Refusal);
        }

        var headers = context.Response.Headers;
        headers.Location = $"{path}/{opened.Value.Resource.Id}";
        headers.ETag = opened.Value.Resource.ETag;
        headers["Accept-Patch"] = Fragment;
        return TypedResults.Text(opened.Value.AnswerSdp, Sdp, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>RFC 9725 §4.3.1 and §4.3.2.</summary>
    private static async Task<IResult> PatchAsync(MediaDirection direction, string id, HttpContext context, MediaResources resources)
    {
        var found = resources.Find(direction, id, Claims(context));
        if (!found.Succeeded)
        {
            return Problems.Of(found.Refusal);
        }

        if (!Has(context.Request, Fragment))
        {
            context.Response.Headers["Accept-Patch"] = Fragment;
            return Problems.Of(ProblemCodes.UnsupportedMediaType, $"Send candidates as {Fragment}.");
        }

        var match = context.Request.Headers.IfMatch.ToString();
        if (match.Length == 0)
        {
            return Problems.Of(ProblemCodes.PreconditionRequired, "Send the session's ETag in If-Match.");
        }

        if (match == "*")
        {
            return Problems.Of(ProblemCodes.SessionUnsupported, "ICE restarts are not supported: open a new session.");
        }

        if (!string.Equals(match, found.Value.ETag, StringComparison.Ordinal))
        {
            return Problems.Of(ProblemCodes.PreconditionFailed, "If-Match names another ICE session.");
        }

        return await BoundedText.ReadAsync(context.Request, MaxFragment, context.RequestAborted) is null
            ? Problems.Of(RefusalCodes.RequestTooLarge, "The fragment is larger than 16 KiB.")
            : TypedResults.NoContent();
    }

    private static async Task<IResult> DeleteAsync(MediaDirection direction, string id, HttpContext context, MediaResources resources)
    {
        var found = resources.Find(direction, id, Claims(context));
        if (!found.Succeeded)
        {
            return Problems.Of(found.Refusal);
        }

        var closed = await resources.CloseAsync(found.Value);
        return closed.Succeeded ? TypedResults.Ok() : Problems.Of(closed.Refusal);
    }

    private static Func<HttpContext, IResult> Options(string header, string type) => context =>
    {
        context.Response.Headers[header] = type;
        return TypedResults.NoContent();
    };

    private static TokenClaims Claims(HttpContext context) =>
        TokenIdentity.Of(context.User) ?? throw new InvalidOperationException("This address requires a token.");

    private static bool Has(HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var sent) && sent.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);

    private static bool Accepts(HttpRequest request, string type)
    {
        var accept = request.GetTypedHeaders().Accept;
        var wanted = new MediaTypeHeaderValue(type);
        return accept.Count == 0 || accept.Any(a => wanted.IsSubsetOf(a) && a.Quality is not 0);
    }
}
