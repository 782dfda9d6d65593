using System.Diagnostics.CodeAnalysis;
using ConsultCluster.Domain;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Relay.Orders;

/// <summary>Maps groups and terminals to the core's routers and sessions. Only for the relay's thread.</summary>
internal sealed class RelayRegister
{
    /// <summary>Limit of remembered groups without sessions; their epoch keeps late orders out.</summary>
    private const int MaxIdleGroups = 4096;

    private readonly Dictionary<GroupId, RelayGroup> _groups = [];
    private readonly Dictionary<SessionKey, (RelayGroup Group, TerminalId Terminal)> _sessions = [];
    private readonly Queue<GroupId> _idle = [];
    private long _lastKey;

    /// <summary>Every known group, with or without sessions.</summary>
    public IEnumerable<RelayGroup> Groups => _groups.Values;

    /// <summary>The group, created when unknown.</summary>
    public RelayGroup Group(GroupId id)
    {
        if (!_groups.TryGetValue(id, out var group))
        {
            group = new RelayGroup(id, new RouterKey(++_lastKey));
            _groups.Add(id, group);
            NoteIdle(id);
        }

        return group;
    }

    /// <summary>The group; null when unknown.</summary>
    public RelayGroup? Find(GroupId id) => _groups.GetValueOrDefault(id);

    /// <summary>The terminal's session, with a new key when it has none.</summary>
    public SessionKey GetOrAdd(RelayGroup group, TerminalId terminal)
    {
        if (!group.Sessions.TryGetValue(terminal, out var key))
        {
            key = new SessionKey(++_lastKey);
            group.Sessions.Add(terminal, key);
            _sessions.Add(key, (group, terminal));
        }

        return key;
    }

    public bool TryFind(SessionKey key, [NotNullWhen(true)] out RelayGroup? group, out TerminalId terminal)
    {
        var found = _sessions.TryGetValue(key, out var entry);
        group = entry.Group;
        terminal = entry.Terminal;
        return found;
    }

    public void Remove(SessionKey key)
    {
        if (_sessions.Remove(key, out var entry) && entry.Group.Sessions.Remove(entry.Terminal))
        {
            entry.Group.Generations.Remove(entry.Terminal);
            if (entry.Group.Sessions.Count == 0)
            {
                NoteIdle(entry.Group.Id);
            }
        }
    }

    /// <summary>Sets whether the group's tracks are shared with other relays.</summary>
    public void SetCascaded(RelayGroup group, bool isCascaded)
    {
        var wasIdle = group.IsIdle;
        group.IsCascaded = isCascaded;
        if (group.IsIdle && !wasIdle)
        {
            NoteIdle(group.Id);
        }
    }

    private void NoteIdle(GroupId id)
    {
        _idle.Enqueue(id);
        if (_idle.Count > MaxIdleGroups && _idle.Dequeue() is var oldest
            && _groups.TryGetValue(oldest, out var group) && group.IsIdle)
        {
            _groups.Remove(oldest);
        }
    }
}
