using System.Diagnostics.Metrics;

namespace ConsultCluster.Relay.Remote;

/// <summary>Counters of the node link at either end, as instruments of the meter <c>ConsultCluster.Nodes</c>.</summary>
public sealed class NodeMetrics : IDisposable
{
    private readonly Meter _meter = new("ConsultCluster.Nodes");
    private readonly Counter<long> _refused;
    private readonly Counter<long> _malformed;
    private readonly Counter<long> _orders;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _silences;

    /// <summary>Creates the meter.</summary>
    public NodeMetrics()
    {
        _refused = _meter.CreateCounter<long>("nodes.refused", "{link}", "Links refused, by code.");
        _malformed = _meter.CreateCounter<long>("nodes.malformed", "{message}", "Malformed messages; each ends its link.");
        _orders = _meter.CreateCounter<long>("nodes.orders", "{order}", "Orders sent to relays of other processes, or received from the control process.");
        _failed = _meter.CreateCounter<long>("nodes.orders.failed", "{order}", "Orders without an answer, or too old on arrival.");
        _silences = _meter.CreateCounter<long>("nodes.silences", "{silence}", "Times that a node became silent.");
    }

    internal void Refused(string code) => _refused.Add(1, new KeyValuePair<string, object?>("code", code));

    internal void Malformed() => _malformed.Add(1);

    internal void Ordered() => _orders.Add(1);

    internal void OrderFailed() => _failed.Add(1);

    internal void CountSilence() => _silences.Add(1);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
