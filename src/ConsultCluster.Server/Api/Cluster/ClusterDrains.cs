using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Relays;
using ConsultCluster.Ports.Clusters;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Agent;
using ConsultCluster.Relay.Remote.Control;
using RelayDirectory = ConsultCluster.Relay.RelayDirectory;

namespace ConsultCluster.Server.Api.Cluster;

/// <summary>
/// Empties nodes, this process's own relays included, and lets them take sessions again. Nodes forget
/// the order with a restart; the cluster's administrator grain, where there is one, gives it again.
/// </summary>
/// <param name="audits">Has the order before it takes effect.</param>
/// <param name="agent">Tells the other processes that direct this one's relays; null where there are none.</param>
internal sealed class ClusterDrains(
    IRelays relays, RelayDirectory own, NodeRegistry registry, IAuditStore audits, TimeProvider clock, NodeAgent? agent = null) : IDisposable
{
    /// <summary>One order at a time: two that each see the other's node active would drain both.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Joined nodes that were told to drain and may not have said so yet, with the moment of the order.</summary>
    private readonly Dictionary<string, long> _ordered = new(StringComparer.Ordinal);

    /// <summary>Gives the order; null when it is out.</summary>
    public async Task<Refusal?> OrderAsync(DrainOrder order)
    {
        var (node, isOn) = (order.Node, order.Drains);
        await _turn.WaitAsync();
        try
        {
            if (Refuse(node, isOn && !order.Force) is { } refusal)
            {
                return refusal;
            }

            await RecordAsync(order);
            if (IsOwn(node))
            {
                agent?.Drain(isOn);
                foreach (var relay in own.Own)
                {
                    own.SetState(relay.Id, isOn ? RelayState.Draining : RelayState.Active);
                }

                return null;
            }

            _ordered.Remove(node);
            if (isOn)
            {
                _ordered[node] = clock.GetTimestamp();
            }

            return registry.TryDrain(node, isOn) ? null : Unreachable(node);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private Task RecordAsync(DrainOrder order)
    {
        // Node names share the alphabet of all identifiers, so they need no escaping.
        var detail = order is { Drains: true, Force: true } ? $$"""{"node":"{{order.Node}}","force":true}""" : $$"""{"node":"{{order.Node}}"}""";
        return audits.AppendAsync(new AuditEntry(
            clock.GetUtcNow(), null, order.By, order.From, order.Drains ? AuditActions.NodeDrained : AuditActions.NodeResumed, detail));
    }

    /// <param name="keepsOne">The last node that takes new sessions has to stay.</param>
    private Refusal? Refuse(string node, bool keepsOne)
    {
        var entries = relays.Entries;
        if (!entries.Any(entry => IsAt(entry, node)))
        {
            return new Refusal(ProblemCodes.NodeUnknown, "There is no such node in the cluster; it may have left.");
        }

        if (!IsOwn(node) && !registry.IsReachable(node))
        {
            return Unreachable(node);
        }

        var isLast = entries.Any(entry => IsAt(entry, node) && entry.State == RelayState.Active)
            && !entries.Any(entry => !IsAt(entry, node) && entry.State == RelayState.Active && !IsLeaving(entry.Home.Node));
        return isLast && keepsOne
            ? new Refusal(ProblemCodes.NodeLastActive, $"{node} is the last node that takes new sessions: nobody could join a consultation any more, and calls could not move away.")
            : null;
    }

    private bool IsOwn(string node) => string.Equals(node, own.Home.Node, StringComparison.Ordinal);

    /// <summary>It was told to drain, and its answer is on its way.</summary>
    private bool IsLeaving(string node) => _ordered.TryGetValue(node, out var at) && clock.GetElapsedTime(at) < NodeTimings.OrderLifetime;

    private static bool IsAt(ListedRelay entry, string node) => string.Equals(entry.Home.Node, node, StringComparison.Ordinal);

    private static Refusal Unreachable(string node) =>
        new(ProblemCodes.NodeUnreachable, $"There is no link to {node} now. It comes back by itself, or leaves the list within seconds.");
}
