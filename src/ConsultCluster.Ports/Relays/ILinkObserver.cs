using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Relays;

/// <summary>What a relay reports of its links, from any thread; it is to return at once.</summary>
public interface ILinkObserver
{
    /// <summary>The link works: the peer answered, for the first time or again after silence.</summary>
    void OnLinkUp(RelayId peer);

    /// <summary>Nothing authentic came from the peer for 400 ms, though it sends a heartbeat every 100 ms.</summary>
    void OnLinkSilent(RelayId peer);
}
