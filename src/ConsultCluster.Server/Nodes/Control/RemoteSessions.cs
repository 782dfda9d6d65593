using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Server.Nodes.Control;

/// <summary>
/// What a remote relay reported of its sessions, and who wants to hear it. A link may be cut and events with it; the list that the
/// node sends when it comes back makes up for them.
/// </summary>
internal sealed class RemoteSessions(ILogger logger)
{
    /// <summary>Held while an observer is told, so that it hears everything in order; observers return at once.</summary>
    private readonly Lock _telling = new();

    private readonly Dictionary<GroupId, IRelayObserver> _observers = [];
    private readonly Dictionary<(GroupId Group, TerminalId Terminal), SessionMirror> _sessions = [];

    /// <summary>Groups that somebody observes.</summary>
    public IReadOnlyList<GroupId> Observed
    {
        get
        {
            lock (_telling)
            {
                return [.. _observers.Keys];
            }
        }
    }

    /// <summary>A new observer hears of the sessions that are there already.</summary>
    public void Observe(GroupId group, IRelayObserver observer)
    {
        lock (_telling)
        {
            if (!ReferenceEquals(_observers.GetValueOrDefault(group), observer))
            {
                _observers[group] = observer;
                foreach (var (key, mirror) in _sessions.Where(s => s.Key.Group == group).ToArray())
                {
                    TellAll(key, mirror);
                }
            }
        }
    }

    /// <summary>False when another observer has taken its place.</summary>
    public bool TryUnobserve(GroupId group, IRelayObserver observer)
    {
        lock (_telling)
        {
            return ReferenceEquals(_observers.GetValueOrDefault(group), observer) && _observers.Remove(group);
        }
    }

    public void Opened(GroupId group, TerminalId terminal)
    {
        lock (_telling)
        {
            _sessions.TryAdd((group, terminal), SessionMirror.New);
        }
    }

    public void Closed(GroupId group, TerminalId terminal)
    {
        lock (_telling)
        {
            _sessions.Remove((group, terminal));
        }
    }

    public void Closed(GroupId group)
    {
        lock (_telling)
        {
            foreach (var key in _sessions.Keys.Where(key => key.Group == group).ToArray())
            {
                _sessions.Remove(key);
            }
        }
    }

    /// <summary>From now on the relay holds exactly these. Observers hear what is gone, for this reason, and how the others are.</summary>
    public void Replace(IReadOnlyDictionary<(GroupId Group, TerminalId Terminal), SessionMirror> held, string reason)
    {
        lock (_telling)
        {
            foreach (var key in _sessions.Keys.Where(key => !held.ContainsKey(key)).ToArray())
            {
                _sessions.Remove(key);
                Tell(key.Group, observer => observer.OnGone(key.Terminal, reason));
            }

            foreach (var (key, mirror) in held)
            {
                _sessions[key] = mirror;
                TellAll(key, mirror);
            }
        }
    }

    public void Media(GroupId group, TerminalId terminal, bool sends, bool receives)
    {
        lock (_telling)
        {
            _sessions[(group, terminal)] = Mirror(group, terminal) with { Sends = sends, Receives = receives };
            Tell(group, observer => observer.OnMedia(terminal, sends, receives));
        }
    }

    public void Slots(GroupId group, TerminalId terminal, IReadOnlyList<SlotAssignment> slots)
    {
        lock (_telling)
        {
            _sessions[(group, terminal)] = Mirror(group, terminal) with { Slots = slots };
            Tell(group, observer => observer.OnSlots(terminal, slots));
        }
    }

    public void Quality(GroupId group, TerminalId terminal, QualityReport report)
    {
        lock (_telling)
        {
            Tell(group, observer => observer.OnQuality(terminal, report));
        }
    }

    public void Gone(GroupId group, TerminalId terminal, string reason)
    {
        lock (_telling)
        {
            _sessions.Remove((group, terminal));
            Tell(group, observer => observer.OnGone(terminal, reason));
        }
    }

    private SessionMirror Mirror(GroupId group, TerminalId terminal) => _sessions.GetValueOrDefault((group, terminal), SessionMirror.New);

    private void TellAll((GroupId Group, TerminalId Terminal) key, SessionMirror mirror) => Tell(key.Group, observer =>
    {
        observer.OnMedia(key.Terminal, mirror.Sends, mirror.Receives);
        observer.OnSlots(key.Terminal, mirror.Slots);
    });

    private void Tell(GroupId group, Action<IRelayObserver> tell)
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
