using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Api;
using ConsultCluster.Server.Hubs.Connections;
using Microsoft.AspNetCore.SignalR;

namespace ConsultCluster.Server.Hubs;

/// <summary>What every hub call has in common: budget, seat, and refusals instead of exceptions.</summary>
internal static class HubCalls
{
    private static readonly object SeatKey = new();

    private static readonly Refusal Flood = new(RefusalCodes.RequestFlood, "Too many calls; wait a moment.");
    private static readonly Refusal NotEntered = new(RefusalCodes.MemberUnknown, "Enter first.");

    /// <summary>A refusal for arguments that are missing or out of range.</summary>
    public static Refusal Invalid(string reason) => new(RefusalCodes.RequestInvalid, reason);

    public static HubSeat? SeatOf(HubCallerContext context) => context.Items.TryGetValue(SeatKey, out var seat) ? (HubSeat?)seat : null;

    /// <summary>The connection has entered.</summary>
    public static void Seat(HubCallerContext context, HubSeat seat)
    {
        context.Items[SeatKey] = seat;
        HubEndpoint.Of(context).Enter();
    }

    /// <param name="extra">What the call costs beyond its message, which is taken already.</param>
    public static async Task<Reply<T>> RunAsync<T>(HubCallerContext context, int extra, Func<Task<Outcome<T>>> call)
        where T : class
    {
        var outcome = await TryAsync(context, extra, call);
        return new Reply<T>(outcome.Value, Error(outcome.Refusal));
    }

    public static Task<Reply<T>> RunSeatedAsync<T>(HubCallerContext context, int extra, Func<HubSeat, Task<Outcome<T>>> call)
        where T : class =>
        RunAsync(context, extra, () => SeatOf(context) is { } seat ? call(seat) : Task.FromResult<Outcome<T>>(NotEntered));

    public static Task<Reply<T>> RunSeatedAsync<T>(HubCallerContext context, Func<HubSeat, Task<Outcome<T>>> call)
        where T : class => RunSeatedAsync(context, 0, call);

    public static async Task<Reply> RunSeatedAsync(HubCallerContext context, Func<HubSeat, Task<Outcome>> call)
    {
        var reply = await RunSeatedAsync<object>(context, async seat => new Outcome<object>(null, (await call(seat)).Refusal));
        return new Reply(reply.Error);
    }

    private static async Task<Outcome<T>> TryAsync<T>(HubCallerContext context, int extra, Func<Task<Outcome<T>>> call)
        where T : class
    {
        var budget = HubEndpoint.Of(context).Calls;
        budget.Take(extra);
        if (budget.IsOver)
        {
            return Flood;
        }

        try
        {
            return await call();
        }
        catch (Exception e) when (e is StorageUnavailableException or StaleGroupException)
        {
            return StorageRefusal.Of(e);
        }
    }

    private static ErrorDto? Error(Refusal? refusal) => refusal is null ? null : new ErrorDto(refusal.Code, refusal.Reason);
}
