using System.Diagnostics;
using ConsultCluster.Cluster.Groups;
using ConsultCluster.Cluster.Wire;

namespace ConsultCluster.Cluster.Telemetry;

/// <summary>Measures every command that reaches a group of this silo.</summary>
internal sealed class GroupCallFilter(GroupMetrics metrics) : IIncomingGrainCallFilter
{
    private const string AsyncSuffix = "Async";

    public Task Invoke(IIncomingGrainCallContext context) =>
        context.InterfaceMethod?.DeclaringType == typeof(IConsultationGroupGrain) ? MeasureAsync(context) : context.Invoke();

    private async Task MeasureAsync(IIncomingGrainCallContext context)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = GroupMetrics.Failed;
        try
        {
            await context.Invoke();
            outcome = OutcomeOf(context.Result);
        }
        finally
        {
            metrics.Answered(CommandOf(context.MethodName), outcome, Stopwatch.GetElapsedTime(started));
        }
    }

    private static string OutcomeOf(object? result) => result switch
    {
        IAnswer { StorageFault: not null } => GroupMetrics.StorageFault,
        IAnswer { Refusal: { } refusal } => refusal.Code,
        _ => GroupMetrics.Done,
    };

    private static string CommandOf(string method) =>
        method.EndsWith(AsyncSuffix, StringComparison.Ordinal) ? method[..^AsyncSuffix.Length] : method;
}
