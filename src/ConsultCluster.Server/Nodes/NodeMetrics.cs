using System.Diagnostics.Metrics;

namespace ConsultCluster.Server.Nodes;

/// <summary>Counters of the links between relay nodes and control process, as instruments of the meter <c>ConsultCluster.Nodes</c>.</summary>
internal sealed class NodeMetrics : IDisposable
{
    private readonly Meter _meter = new("ConsultCluster.Nodes");
    private readonly Counter<long> _refused;
    private readonly Counter<long> _malformed;
    private readonly Counter<long> _orders;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _silences;

    public NodeMetrics()
    {
        _refused = _meter.CreateCounter<long>("nodes.refused", "{link}", "Links refused, by code.");
        _malformed = _meter.CreateCounter<long>("nodes.malformed", "{message}", "Messages that ended a link because they were none.");
        _orders = _meter.CreateCounter<long>("nodes.orders", "{order}", "Orders given to relays of other processes, or taken from the control process.");
        _failed = _meter.CreateCounter<long>("nodes.orders.failed", "{order}", "Orders without an answer, or too old when they came.");
        _silences = _meter.CreateCounter<long>("nodes.silences", "{silence}", "Times that a node fell silent.");
    }

    public void Refused(string code) => _refused.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Malformed() => _malformed.Add(1);

    public void Ordered() => _orders.Add(1);

    public void OrderFailed() => _failed.Add(1);

    public void FellSilent() => _silences.Add(1);

    public void Dispose() => _meter.Dispose();
}
