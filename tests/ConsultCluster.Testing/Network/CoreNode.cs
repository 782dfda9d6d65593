using ConsultCluster.Media;
using ConsultCluster.Media.Cascade;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Testing.Network;

/// <summary>A relay core on a fake network; keeps its events.</summary>
public sealed class CoreNode(RelayCore core) : INetworkNode
{
    public RelayCore Core { get; } = core;

    public List<RelayCoreEvent> Events { get; } = [];

    public List<LinkEvent> LinkEvents { get; } = [];

    public MonoTime? NextTimeout => Core.NextTimeout;

    public void HandleDatagram(Span<byte> datagram, in TransportAddress from, MonoTime now, IDatagramSink sink) =>
        Core.HandleDatagram(datagram, from, now, sink);

    public void Flush(MonoTime now, IDatagramSink sink)
    {
        Core.Flush(now, sink);
        Drain();
    }

    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
        Core.HandleTimeout(now, sink);
        Drain();
    }

    /// <summary>Takes the events that calls outside of the network raised.</summary>
    public void Drain()
    {
        while (Core.TryTakeEvent(out var relayEvent))
        {
            Events.Add(relayEvent);
        }

        while (Core.Cascade.TryTakeEvent(out var linkEvent))
        {
            LinkEvents.Add(linkEvent);
        }
    }
}
