using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>Last reported links of a remote relay, and their observers.</summary>
internal sealed class RemoteLinks(ILogger logger)
{
    /// <summary>Held while observers are notified, which keeps the order of events; observers return at once.</summary>
    private readonly Lock _notifying = new();

    private ImmutableArray<LinkReport> _reports = [];
    private ImmutableArray<ILinkObserver> _observers = [];

    public ImmutableArray<LinkReport> Reports
    {
        get
        {
            lock (_notifying)
            {
                return _reports;
            }
        }
    }

    public void Replace(ImmutableArray<LinkReport> reports)
    {
        lock (_notifying)
        {
            _reports = reports;
        }
    }

    /// <summary>Adds an observer and notifies it of the current state of every link.</summary>
    public void Observe(ILinkObserver observer)
    {
        lock (_notifying)
        {
            _observers = _observers.Add(observer);
            foreach (var report in Known)
            {
                Notify(observer, report.Peer, report.State == LinkState.Up);
            }
        }
    }

    public void Unobserve(ILinkObserver observer)
    {
        lock (_notifying)
        {
            _observers = _observers.Remove(observer);
        }
    }

    /// <summary>Notifies observers of the state of every link, because events may have been lost with the node's link.</summary>
    public void NotifyAll()
    {
        lock (_notifying)
        {
            foreach (var report in Known)
            {
                Notify(report.Peer, report.State == LinkState.Up);
            }
        }
    }

    public void Notify(RelayId peer, bool isBack)
    {
        lock (_notifying)
        {
            foreach (var observer in _observers)
            {
                Notify(observer, peer, isBack);
            }
        }
    }

    private IEnumerable<LinkReport> Known => _reports.Where(report => report.State != LinkState.Connecting);

    private void Notify(ILinkObserver observer, RelayId peer, bool isBack)
    {
        try
        {
            if (isBack)
            {
                observer.OnLinkUp(peer);
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
