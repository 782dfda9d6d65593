using System.Collections.Immutable;
using ConsultCluster.Contracts;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Server.Hubs.Connections;
using ConsultCluster.Server.Tokens;
using ConsultCluster.Server.Wire;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace ConsultCluster.Server.Hubs;

/// <summary>Signalling of terminals: reads arguments, hands them to the group, and answers.</summary>
[Authorize(TokenAuthentication.SchemeName)]
internal sealed class ConsultationHub(
    SeatKeeper keeper, IHubContext<ConsultationHub, IConsultationClient> hub, HubLimitLog limits, TimeProvider clock)
    : Hub<IConsultationClient>, IConsultationHub
{
    /// <summary>Address of the hub.</summary>
    public const string Path = "/hub/consultation";

    /// <summary>Answering an offer is about as much work as this many small calls more.</summary>
    private const int OfferCost = 4;

    /// <inheritdoc/>
    public override Task OnConnectedAsync()
    {
        // Not awaited: a group that hangs must not keep the connection from being read.
        _ = keeper.WatchAsync(HubEndpoint.Of(Context), Context.ConnectionAborted);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception) =>
        HubCalls.SeatOf(Context) is { } seat ? keeper.DetachAsync(seat) : keeper.UnwatchAsync(HubEndpoint.Of(Context));

    /// <inheritdoc/>
    public Task<Reply<EnterReply>> Enter(EnterRequest request) => HubCalls.RunAsync(Context, 0, async () =>
    {
        if (SeatKey.Hash(request?.SeatKey) is not { } keyHash)
        {
            return HubCalls.Invalid("seatKey: Must have 22 to 64 characters of base64url.");
        }

        if (HubCalls.SeatOf(Context) is { } old)
        {
            return old.SeatKeyHash == keyHash
                ? await keeper.RepeatAsync(old)
                : HubCalls.Invalid("seatKey: This connection has entered with another key.");
        }

        var claims = TokenIdentity.Of(Context.User) ?? throw new InvalidOperationException("The hub requires a token.");
        var outbox = new Outbox(hub.Clients.Client(Context.ConnectionId), Context.Abort, clock);
        var (seat, reply) = await keeper.EnterAsync(claims, keyHash, HubEndpoint.Of(Context).From, outbox);
        if (seat is not null)
        {
            HubCalls.Seat(Context, seat);
            seat.Room.Forget(HubEndpoint.Of(Context));
            if (Context.ConnectionAborted.IsCancellationRequested)
            {
                // The line was lost while the group let it in; the disconnection may not have seen the seat.
                await keeper.DetachAsync(seat);
            }
        }

        return reply;
    });

    /// <inheritdoc/>
    public Task<Reply<ProbeDto[]>> Probes(string? region) => HubCalls.RunSeatedAsync<ProbeDto[]>(Context, async seat =>
    {
        if (!NearForm.IsRegion(region))
        {
            return NearForm.WrongRegion;
        }

        var probes = await seat.Room.Group.ProbesAsync(seat.Terminal, region);
        return probes.Succeeded ? probes.Value.Select(probe => probe.ToDto()).ToArray() : probes.Refusal;
    });

    /// <inheritdoc/>
    public Task<Reply> Locate(LocateRequest request) => HubCalls.RunSeatedAsync(Context, async seat =>
    {
        var near = NearForm.Read(request?.RoundTrips, request?.Region);
        if (!near.Succeeded)
        {
            return near.Refusal;
        }

        return await seat.Room.Group.LocateAsync(seat.Terminal, near.Value);
    });

    /// <inheritdoc/>
    public Task<Reply<OfferReply>> Offer(OfferRequest request) => OfferAsync(request, (seat, offer) =>
    {
        seat.Room.ForgetSlots(seat.Terminal);
        return seat.Room.Group.OfferAsync(seat.Terminal, offer);
    });

    /// <inheritdoc/>
    public Task<Reply<OfferReply>> OfferStandby(OfferRequest request) =>
        OfferAsync(request, (seat, offer) => seat.Room.Group.OfferStandbyAsync(seat.Terminal, offer));

    /// <inheritdoc/>
    public Task<Reply> UseStandby(string? relayId) => HubCalls.RunSeatedAsync(Context, async seat =>
    {
        RelayId? relay = RelayId.TryParse(relayId, out var read) ? read : null;
        return relay is null && relayId is not null
            ? HubCalls.Invalid("relayId: Must be an id.")
            : await seat.Room.Group.UseStandbyAsync(seat.Terminal, relay);
    });

    /// <inheritdoc/>
    public Task<Reply> SetMuted(string[] muted) => HubCalls.RunSeatedAsync(Context, async seat =>
        TrySources(muted, out var sources)
            ? await seat.Room.Group.SetMutedAsync(seat.Terminal, sources, seat.Actor)
            : HubCalls.Invalid($"muted: Must be of {EnumWords<MediaSource>.All}."));

    /// <inheritdoc/>
    public Task<Reply> MuteOther(MuteOtherRequest request) => HubCalls.RunSeatedAsync(Context, async seat =>
    {
        if (!TrySources(request?.Muted, out var sources) || !TerminalId.TryParse(request!.TerminalId, out var terminal))
        {
            return HubCalls.Invalid($"muted: Must be of {EnumWords<MediaSource>.All}; terminalId: must be an id.");
        }

        var snapshot = await seat.SnapshotAsync();
        if (!snapshot.Succeeded)
        {
            return snapshot.Refusal;
        }

        var already = snapshot.Value.Members.FirstOrDefault(m => m.Terminal == terminal)?.Muted ?? [];
        return await seat.Room.Group.SetMutedAsync(terminal, already.Union(sources), seat.Actor);
    });

    /// <inheritdoc/>
    public Task<Reply> Remove(string terminalId) => HubCalls.RunSeatedAsync(Context, async seat =>
        TerminalId.TryParse(terminalId, out var terminal)
            ? await seat.Room.Group.LeaveAsync(terminal, LeaveReason.Removed, seat.Actor)
            : HubCalls.Invalid("terminalId: Must be an id."));

    /// <inheritdoc/>
    public Task<Reply<ChatMessageDto>> SendMessage(SendMessageRequest request) =>
        HubCalls.RunSeatedAsync<ChatMessageDto>(Context, async seat =>
        {
            var sent = await seat.Room.Group.SendMessageAsync(seat.Terminal, request?.Id ?? string.Empty, request?.Text ?? string.Empty);
            if (sent.Refusal is { Code: RefusalCodes.ChatFlood })
            {
                var connection = HubEndpoint.Of(Context);
                limits.Reached(HubLimit.Chat, connection.Claims, connection.From);
            }

            return sent.Succeeded ? sent.Value.ToDto() : sent.Refusal;
        });

    /// <inheritdoc/>
    public Task<Reply<ChatPageDto>> Messages(string? before) => HubCalls.RunSeatedAsync<ChatPageDto>(Context, async seat =>
    {
        long sequence = 0;
        return before is null || ChatPages.TryRead(before, out sequence)
            ? await keeper.MessagesAsync(seat, before is null ? null : sequence)
            : HubCalls.Invalid("before: Must be the earlier of a page.");
    });

    /// <inheritdoc/>
    public Task<Reply<GroupDto>> Snapshot() => HubCalls.RunSeatedAsync<GroupDto>(Context, async seat =>
    {
        var snapshot = await seat.SnapshotAsync();
        return snapshot.Succeeded ? snapshot.Value.ToDto() : snapshot.Refusal;
    });

    /// <inheritdoc/>
    public Task<Reply> Ping() => Task.FromResult(new Reply(null));

    /// <inheritdoc/>
    public Task<Reply> Leave() => HubCalls.RunSeatedAsync(Context, seat =>
        seat.Room.Group.LeaveAsync(seat.Terminal, LeaveReason.Left, seat.Actor));

    /// <inheritdoc/>
    public Task<Reply> Close() => HubCalls.RunSeatedAsync(Context, seat => seat.Room.Group.CloseAsync(seat.Actor));

    /// <summary>The answer to a call that nothing could be made of; no client can name it.</summary>
    [HubMethodName(ConsultationHubProtocol.RefusedMethod)]
    public Task<Reply<object>> Refused(string code, string reason) =>
        HubCalls.RunAsync(Context, 0, () => Task.FromResult(Outcome<object>.Refuse(code, reason)));

    private Task<Reply<OfferReply>> OfferAsync(OfferRequest request, Func<HubSeat, MediaOffer, Task<Outcome<MediaAnswer>>> open) =>
        HubCalls.RunSeatedAsync<OfferReply>(Context, OfferCost, async seat =>
        {
            var offer = OfferForm.Read(request);
            if (!offer.Succeeded)
            {
                return offer.Refusal;
            }

            var answer = await open(seat, offer.Value);
            return answer.Succeeded ? new OfferReply(answer.Value.Sdp, answer.Value.Relay.Value) : answer.Refusal;
        });

    private static bool TrySources(string[]? words, out ImmutableSortedSet<MediaSource> sources)
    {
        var set = ImmutableSortedSet.CreateBuilder<MediaSource>();
        sources = [];
        foreach (var word in words ?? [])
        {
            if (!EnumWords<MediaSource>.TryRead(word, out var source))
            {
                return false;
            }

            set.Add(source);
        }

        sources = set.ToImmutable();
        return words is not null;
    }
}
