using System.Collections.Concurrent;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Relay.Tests.Udp;

/// <summary>Records a relay's link reports, one line each.</summary>
internal sealed class RecordingLinkObserver : ILinkObserver
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public void OnLinkUp(RelayId peer) => Lines.Enqueue($"back {peer}");

    public void OnLinkSilent(RelayId peer) => Lines.Enqueue($"silent {peer}");
}
