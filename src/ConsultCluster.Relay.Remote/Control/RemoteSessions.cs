using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>
/// Last reported sessions of a remote relay, and their observers. A lost link loses events; the list that the node sends after a
/// reconnect makes up for them.
/// </summary>
internal sealed class RemoteSessions(ILogger logger)
{
    /// <summary>Held while an observer is notified, which keeps the order of events; observers return at once.</summary>
    private readonly Lock _notifying = new();

    private readonly Dictionary<GroupId, IRelayObserver> _observers = [];
    private readonly Dictionary<(GroupId Group, TerminalId Terminal), SessionMirror> _sessions = [];

    /// <summary>Sessions at about this moment: read without the lock, for estimates.</summary>
    public int Count => _sessions.Count;

    /// <summary>Groups with an observer.</summary>
    public IReadOnlyList<GroupId> Observed
    {
        get
        {
            lock (_notifying)
            {
                return [.. _observers.Keys];
            }
        }
    }

    /// <summary>Sets the observer of a group and notifies it of the existing sessions.</summary>
    public void Observe(GroupId group, IRelayObserver observer)
    {
        lock (_notifying)
        {
            if (!ReferenceEquals(_observers.GetValueOrDefault(group), observer))
            {
                _observers[group] = observer;
                foreach (var (key, mirror) in _sessions.Where(s => s.Key.Group == group).ToArray())
                {
                    NotifyAll(key, mirror);
                }
            }
        }
    }

    /// <summary>False when another observer has taken its place.</summary>
    public bool TryUnobserve(GroupId group, IRelayObserver observer)
    {
        lock (_notifying)
        {
            return ReferenceEquals(_observers.GetValueOrDefault(group), observer) && _observers.Remove(group);
        }
    }

    public void Opened(GroupId group, TerminalId terminal)
    {
        lock (_notifying)
        {
            _sessions.TryAdd((group, terminal), SessionMirror.New);
        }
    }

    public void Closed(GroupId group, TerminalId terminal)
    {
        lock (_notifying)
        {
            _sessions.Remove((group, terminal));
        }
    }

    public void Closed(GroupId group)
    {
        lock (_notifying)
        {
            foreach (var key in _sessions.Keys.Where(key => key.Group == group).ToArray())
            {
                _sessions.Remove(key);
            }
        }
    }

    /// <summary>Replaces all sessions. Notifies observers of those that are gone, with this reason, and of the state of the others.</summary>
    public void Replace(IReadOnlyDictionary<(GroupId Group, TerminalId Terminal), SessionMirror> held, string reason)
    {
        lock (_notifying)
        {
            foreach (var key in _sessions.Keys.Where(key => !held.ContainsKey(key)).ToArray())
            {
                _sessions.Remove(key);
                Notify(key.Group, observer => observer.OnGone(key.Terminal, reason));
            }

            foreach (var (key, mirror) in held)
            {
                _sessions[key] = mirror;
                NotifyAll(key, mirror);
            }
        }
    }

    public void Media(GroupId group, TerminalId terminal, bool sends, bool receives)
    {
        lock (_notifying)
        {
            _sessions[(group, terminal)] = Mirror(group, terminal) with { Sends = sends, Receives = receives };
            Notify(group, observer => observer.OnMedia(terminal, sends, receives));
        }
    }

    public void Slots(GroupId group, TerminalId terminal, IReadOnlyList<SlotAssignment> slots, ImmutableArray<UndecodableSource> undecodable)
    {
        lock (_notifying)
        {
            _sessions[(group, terminal)] = Mirror(group, terminal) with { Slots = slots, Undecodable = undecodable };
            Notify(group, observer => observer.OnSlots(terminal, slots, undecodable));
        }
    }

    public void Quality(GroupId group, TerminalId terminal, QualityReport report)
    {
        lock (_notifying)
        {
            Notify(group, observer => observer.OnQuality(terminal, report));
        }
    }

    public void Gone(GroupId group, TerminalId terminal, string reason)
    {
        lock (_notifying)
        {
            _sessions.Remove((group, terminal));
            Notify(group, observer => observer.OnGone(terminal, reason));
        }
    }

    private SessionMirror Mirror(GroupId group, TerminalId terminal) => _sessions.GetValueOrDefault((group, terminal), SessionMirror.New);

    private void NotifyAll((GroupId Group, TerminalId Terminal) key, SessionMirror mirror) => Notify(key.Group, observer =>
    {
        observer.OnMedia(key.Terminal, mirror.Sends, mirror.Receives);
        observer.OnSlots(key.Terminal, mirror.Slots, mirror.Undecodable);
    });

    private void Notify(GroupId group, Action<IRelayObserver> tell)
    {
        if (!_observers.TryGetValue(group, out var observer))
        {
            return;
        }

        try
        {
            tell(observer);
        }
        catch (Exception e)
        {
            NodeLog.ObserverFailed(logger, e, group);
        }
    }
}
