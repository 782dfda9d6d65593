using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Server.Nodes.Control;

/// <summary>What a remote relay last reported of its links, and who wants to hear it.</summary>
internal sealed class RemoteLinks(ILogger logger)
{
    /// <summary>Held while observers are told, so that they hear everything in order; they return at once.</summary>
    private readonly Lock _telling = new();

    private ImmutableArray<LinkReport> _reports = [];
    private ImmutableArray<ILinkObserver> _observers = [];

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
    public void Observe(ILinkObserver observer)
    {
        lock (_telling)
        {
            _observers = _observers.Add(observer);
            foreach (var report in Known)
            {
                Tell(observer, report.Peer, report.State == LinkState.Up);
            }
        }
    }

    public void Unobserve(ILinkObserver observer)
    {
        lock (_telling)
        {
            _observers = _observers.Remove(observer);
        }
    }

    /// <summary>How every link is: events may have been lost with the node's link.</summary>
    public void TellAll()
    {
        lock (_telling)
        {
            foreach (var report in Known)
            {
                Tell(report.Peer, report.State == LinkState.Up);
            }
        }
    }

    public void Tell(RelayId peer, bool isBack)
    {
        lock (_telling)
        {
            foreach (var observer in _observers)
            {
                Tell(observer, peer, isBack);
            }
        }
    }

    private IEnumerable<LinkReport> Known => _reports.Where(report => report.State != LinkState.Connecting);

    private void Tell(ILinkObserver observer, RelayId peer, bool isBack)
    {
        try
        {
            if (isBack)
            {
                observer.OnLinkBack(peer);
            }
            else
            {
                observer.OnLinkSilent(peer);
            }
        }
        catch (Exception e)
        {
            NodeLog.LinkObserverFailed(logger, e, peer);
        }
    }
}
