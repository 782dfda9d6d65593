using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Engine.Relays;

namespace ConsultCluster.Server.Nodes.Control;

/// <summary>What a remote relay last reported of its links, and who wants to hear it.</summary>
internal sealed class RemoteLinks(ILogger logger)
{
    /// <summary>Held while the observer is told, so that it hears everything in order; it returns at once.</summary>
    private readonly Lock _telling = new();

    private ImmutableArray<LinkReport> _reports = [];
    private ILinkObserver? _observer;

    public ImmutableArray<LinkReport> Reports
    {
        get
        {
            lock (_telling)
            {
                return _reports;
            }
        }
    }

    public void Replace(ImmutableArray<LinkReport> reports)
    {
        lock (_telling)
        {
            _reports = reports;
        }
    }

    /// <summary>A new observer hears how the links are.</summary>
    public void Observe(ILinkObserver? observer)
    {
        lock (_telling)
        {
            _observer = observer;
            TellAll();
        }
    }

    /// <summary>How every link is: events may have been lost with the node's link.</summary>
    public void TellAll()
    {
        lock (_telling)
        {
            foreach (var report in _reports.Where(report => report.State != LinkState.Connecting))
            {
                Tell(report.Peer, report.State == LinkState.Up);
            }
        }
    }

    public void Tell(RelayId peer, bool isBack)
    {
        lock (_telling)
        {
            try
            {
                if (isBack)
                {
                    _observer?.OnLinkBack(peer);
                }
                else
                {
                    _observer?.OnLinkSilent(peer);
                }
            }
            catch (Exception e)
            {
                NodeLog.LinkObserverFailed(logger, e, peer);
            }
        }
    }
}
