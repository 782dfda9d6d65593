using System.Diagnostics;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Server.Hubs;
using Microsoft.AspNetCore.SignalR;

namespace ConsultCluster.Server.Telemetry;

/// <summary>Measures connections, seats and calls of the hub.</summary>
internal sealed class HubMetricsFilter(HubMetrics metrics) : IHubFilter
{
    private static readonly object CountedKey = new();

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = HubMetrics.Failed;
        try
        {
            var reply = await next(invocation);
            outcome = ErrorOf(reply)?.Code ?? HubMetrics.Done;
            CountSeat(invocation.Context);
            return reply;
        }
        finally
        {
            metrics.Called(invocation.HubMethodName, outcome, Stopwatch.GetElapsedTime(started));
        }
    }

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        metrics.Connected();
        await next(context);
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        metrics.Disconnected();
        if (context.Context.Items.Remove(CountedKey))
        {
            metrics.Unseated();
        }

        await next(context, exception);
    }

    /// <summary>A connection has one seat at most, and keeps it to its end.</summary>
    private void CountSeat(HubCallerContext context)
    {
        if (HubCalls.SeatOf(context) is not null && context.Items.TryAdd(CountedKey, null))
        {
            metrics.Seated();
        }
    }

    private static ErrorDto? ErrorOf(object? reply) => reply is IReply { Error: { } error } ? error : null;
}
