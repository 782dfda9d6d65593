using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Api;

namespace ConsultCluster.Server.Whip;

/// <summary>The open WHIP and WHEP sessions of this server.</summary>
internal sealed partial class MediaResources(IConsultationGroups groups, ILogger<MediaResources> logger)
{
    private static readonly Refusal WrongKind = new(RefusalCodes.PermissionMissing, "The token is not for this kind of terminal.");
    private static readonly Refusal Unknown = new(Contracts.Http.ProblemCodes.SessionUnknown, "There is no such session.");
    private static readonly Refusal NotYours = new(RefusalCodes.PermissionMissing, "The session was opened with another token.");

    private readonly ConcurrentDictionary<string, MediaResource> open = new(StringComparer.Ordinal);

    /// <summary>Enters and offers; the session exists only when both went well.</summary>
    public async Task<Outcome<OpenedMedia>> OpenAsync(MediaDirection direction, TokenClaims claims, string sdp, string from)
    {
        if (!Fits(direction, claims))
        {
            return WrongKind;
        }

        var group = groups.Get(claims.Group);
        var resource = new MediaResource(
            NewId.Session(), direction, claims.Id, group, new Actor(claims.Person, claims.Permissions, from));
        var seat = await group.EnterAsync(new Entry(claims, SeatKeyHash(claims.Id, resource.Id), from));
        if (!seat.Succeeded)
        {
            return seat.Refusal;
        }

        resource.Terminal = seat.Value.Terminal;
        open[resource.Id] = resource;
        resource.WhenGone(Forget);
        var answer = await OfferAsync(resource, sdp);
        if (!answer.Succeeded)
        {
            open.TryRemove(resource.Id, out _);
            await group.LeaveAsync(resource.Terminal, LeaveReason.Left, resource.Actor);
            return answer.Refusal;
        }

        return new OpenedMedia(resource, answer.Value.Sdp);
    }

    /// <summary>The session of that address, for the token that opened it.</summary>
    public Outcome<MediaResource> Find(MediaDirection direction, string id, TokenClaims claims)
    {
        if (!open.TryGetValue(id, out var resource) || resource.Direction != direction)
        {
            return Unknown;
        }

        return resource.Token == claims.Id ? resource : NotYours;
    }

    /// <summary>Ends a session.</summary>
    public async Task<Outcome> CloseAsync(MediaResource resource)
    {
        var outcome = await resource.Group.LeaveAsync(resource.Terminal, LeaveReason.Left, resource.Actor);
        open.TryRemove(resource.Id, out _);
        await resource.Group.UnsubscribeAsync(resource);
        return outcome.Refusal?.Code == RefusalCodes.MemberUnknown ? Outcome.Done : outcome;
    }

    private static async Task<Outcome<MediaAnswer>> OfferAsync(MediaResource resource, string sdp)
    {
        var subscribed = await resource.Group.SubscribeAsync(resource);
        if (!subscribed.Succeeded)
        {
            return subscribed.Refusal;
        }

        var answer = await resource.Group.OfferAsync(
            resource.Terminal, new MediaOffer(sdp, ImmutableDictionary<string, MediaSource>.Empty));
        if (!answer.Succeeded)
        {
            await resource.Group.UnsubscribeAsync(resource);
        }

        return answer;
    }

    private static bool Fits(MediaDirection direction, TokenClaims claims) => direction switch
    {
        MediaDirection.Whip => claims.TerminalKind != TerminalKind.Whep && claims.Permissions.HasFlag(Permissions.Publish),
        _ => claims.TerminalKind != TerminalKind.Whip && claims.Permissions.HasFlag(Permissions.Subscribe),
    };

    private static string SeatKeyHash(TokenId token, string resource) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($"{token}/{resource}")));

    /// <summary>Called from the group's turn: what asks the group again has to happen after it.</summary>
    private void Forget(MediaResource resource, bool seated)
    {
        if (open.TryRemove(resource.Id, out _))
        {
            _ = Task.Run(() => LeaveAsync(resource, seated));
        }
    }

    private async Task LeaveAsync(MediaResource resource, bool seated)
    {
        try
        {
            if (seated)
            {
                await resource.Group.LeaveAsync(resource.Terminal, LeaveReason.TimedOut, resource.Actor);
            }

            await resource.Group.UnsubscribeAsync(resource);
        }
        catch (Exception e) when (e is StorageUnavailableException or StaleGroupException)
        {
            // The group drops the seat by itself when nobody takes it again in time.
            LogLeave(resource.Terminal, e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Terminal {Terminal} lost its media; its leaving is not on record yet: {Reason}")]
    private partial void LogLeave(TerminalId terminal, string reason);
}
