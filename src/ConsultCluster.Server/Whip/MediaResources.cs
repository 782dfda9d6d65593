using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Server.Api;

namespace ConsultCluster.Server.Whip;

/// <summary>The open WHIP and WHEP sessions of this server.</summary>
internal sealed partial class MediaResources(IConsultationGroups groups, RetryKeys retryKeys, TimeProvider clock, ILogger<MediaResources> logger)
{
    /// <summary>Entering and offering together; a relay has 10 s to answer.</summary>
    public static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(20);

    /// <summary>How long the client of a failed session waits for its seat to be given up.</summary>
    public static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(5);

    private static readonly Refusal TooSlow = new(
        RefusalCodes.RelayUnavailable, "The consultation's relay did not answer in time. Try again with the same token.");
    private static readonly Refusal WrongKind = new(RefusalCodes.PermissionMissing, "The token is not for this kind of terminal.");
    private static readonly Refusal Unknown = new(Contracts.Http.ProblemCodes.SessionUnknown, "There is no such session.");
    private static readonly Refusal NotYours = new(RefusalCodes.PermissionMissing, "The session was opened with another token.");

    private readonly ConcurrentDictionary<string, MediaResource> open = new(StringComparer.Ordinal);

    /// <summary>
    /// Enters and offers; the session exists only when both went well. Otherwise the seat is given up, and the token can be used again.
    /// </summary>
    /// <param name="aborted">The client no longer waits for the answer.</param>
    public async Task<Outcome<OpenedMedia>> OpenAsync(
        MediaDirection direction, TokenClaims claims, string sdp, string from, CancellationToken aborted)
    {
        if (!Fits(direction, claims))
        {
            return WrongKind;
        }

        var kept = retryKeys.Take(claims.Id);
        var resource = new MediaResource(
            kept ?? NewId.Session(),
            direction,
            claims.Id,
            groups.Get(claims.Group),
            new Actor(claims.Person, Permissions.None, from));
        open[resource.Id] = resource;
        var isOpen = false;
        try
        {
            var answer = await EnterAndOfferAsync(resource, claims, sdp).WaitAsync(OpenTimeout, clock, aborted);
            isOpen = answer.Succeeded;
            return isOpen ? new OpenedMedia(resource, answer.Value!.Sdp) : answer.Refusal!;
        }
        catch (TimeoutException)
        {
            return TooSlow;
        }
        finally
        {
            if (!isOpen)
            {
                await AbandonAsync(resource);
                if (kept is not null || !resource.IsRefused)
                {
                    retryKeys.Keep(claims, resource.Id);
                }
            }
        }
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
        if (!open.TryRemove(KeyValuePair.Create(resource.Id, resource)))
        {
            return Unknown;
        }

        Outcome outcome;
        try
        {
            outcome = await resource.Group.LeaveAsync(resource.Terminal, LeaveReason.Left, resource.Actor);
        }
        catch (Exception)
        {
            // The client may end it once more.
            open[resource.Id] = resource;
            throw;
        }

        await LeaveAsync(resource, null);
        return outcome.Refusal?.Code == RefusalCodes.MemberUnknown ? Outcome.Done : outcome;
    }

    private async Task<Outcome<MediaAnswer>> EnterAndOfferAsync(MediaResource resource, TokenClaims claims, string sdp)
    {
        var entry = new Entry(claims, SeatKeyHash(claims.Id, resource.Id), resource.Actor.From)
        {
            Kind = resource.Direction == MediaDirection.Whip ? TerminalKind.Whip : TerminalKind.Whep,
        };
        var seat = await resource.Group.EnterAsync(entry);
        if (!seat.Succeeded)
        {
            resource.IsRefused = true;
            return seat.Refusal;
        }

        if (!resource.TrySeat(seat.Value.Terminal))
        {
            // The group answered too late. A retry enters with the same seat key: then the seat is its own.
            await LeaveAsync(resource, open.ContainsKey(resource.Id) ? null : LeaveReason.Left);
            return TooSlow;
        }

        resource.WhenGone(Forget);
        var subscribed = await resource.Group.SubscribeAsync(resource);
        if (!subscribed.Succeeded)
        {
            return subscribed.Refusal;
        }

        if (resource.IsAbandoned)
        {
            await LeaveAsync(resource, null);
            return TooSlow;
        }

        return await resource.Group.OfferAsync(resource.Terminal, new MediaOffer(sdp, ImmutableDictionary<string, MediaSource>.Empty) { IsAllOrNothing = true });
    }

    /// <summary>Gives the seat up, if there is one yet. A group that hangs delays the client no longer than <see cref="LeaveTimeout"/>.</summary>
    private async Task AbandonAsync(MediaResource resource)
    {
        open.TryRemove(KeyValuePair.Create(resource.Id, resource));
        if (resource.Abandon())
        {
            try
            {
                await LeaveAsync(resource, LeaveReason.Left).WaitAsync(LeaveTimeout, clock);
            }
            catch (TimeoutException)
            {
                LogLeave(resource.Terminal, "The group does not answer.");
            }
        }
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
        if (open.TryRemove(KeyValuePair.Create(resource.Id, resource)))
        {
            _ = Task.Run(() => LeaveAsync(resource, seated ? LeaveReason.TimedOut : null));
        }
    }

    /// <param name="reason">Null when the seat is not to be left.</param>
    private async Task LeaveAsync(MediaResource resource, LeaveReason? reason)
    {
        try
        {
            if (reason is { } why)
            {
                await resource.Group.LeaveAsync(resource.Terminal, why, resource.Actor);
            }
        }
        catch (Exception e)
        {
            // The group drops the seat by itself when nobody takes it again in time.
            LogLeave(resource.Terminal, e.Message);
        }

        try
        {
            await resource.Group.UnsubscribeAsync(resource);
        }
        catch (Exception e)
        {
            LogUnsubscribe(resource.Terminal, e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Terminal {Terminal} could not leave its group: {Reason}")]
    private partial void LogLeave(TerminalId terminal, string reason);

    [LoggerMessage(2, LogLevel.Warning, "The subscription of terminal {Terminal} could not be ended: {Reason}")]
    private partial void LogUnsubscribe(TerminalId terminal, string reason);
}
