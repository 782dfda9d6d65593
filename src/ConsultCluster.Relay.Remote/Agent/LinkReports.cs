using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;
using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Wire;

namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>Forwards reports about links between relays to every control process.</summary>
internal sealed class LinkReports(IRelay relay, Func<IEnumerable<EventSender>> senders) : ILinkObserver
{
    public void OnLinkUp(RelayId peer) => Send(peer, isBack: true);

    public void OnLinkSilent(RelayId peer) => Send(peer, isBack: false);

    private void Send(RelayId peer, bool isBack)
    {
        foreach (var sender in senders())
        {
            // The list first, so that an observer of the event finds the new state.
            sender.Send(new StatusReport([RelayWire.Write(relay)]));
            sender.Send(new LinkEvent(relay.Id.Value, peer.Value, isBack));
        }
    }
}
