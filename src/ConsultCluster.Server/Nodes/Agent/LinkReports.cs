using ConsultCluster.Contracts.Nodes;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>Sends what a relay reports of its links to other relays, to every control process that there is.</summary>
internal sealed class LinkReports(IRelay relay, Func<IEnumerable<EventOutlet>> outlets) : ILinkObserver
{
    public void OnLinkBack(RelayId peer) => Send(peer, isBack: true);

    public void OnLinkSilent(RelayId peer) => Send(peer, isBack: false);

    private void Send(RelayId peer, bool isBack)
    {
        foreach (var outlet in outlets())
        {
            // The list first, so that whoever hears the event and looks finds what it says.
            outlet.Send(new StatusReport([RelayWire.Write(relay)]));
            outlet.Send(new LinkEvent(relay.Id.Value, peer.Value, isBack));
        }
    }
}
