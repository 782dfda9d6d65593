using System.Runtime.InteropServices;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Chooses relays and standbys for the terminals of one group, one by one, and reserves their load, so each choice
/// accounts for the previous ones.
/// </summary>
internal sealed class Chooser
{
    /// <summary>Limit of terminals that move together; they are a few percent of a relay.</summary>
    public const int MaxTogether = 12;

    private readonly LoadEstimate _load;
    private readonly GroupShape _others;
    private readonly Candidates _candidates;
    private readonly List<Nearness> _part = [];
    private readonly List<int> _together = [];
    private readonly List<int> _relays = [];
    private readonly List<int> _standbys = [];
    private RelayDirectory _directory = RelayDirectory.Empty;
    private GroupPlacement _group = GroupPlacement.Empty(default);
    private ulong _hash;
    private double _leaveThreshold;

    public Chooser(PlacementRules rules)
    {
        _load = new LoadEstimate(rules);
        _others = new GroupShape(rules);
        _candidates = new Candidates(rules, _load);
    }

    /// <summary>Number of planners, this one included.</summary>
    public int Planners
    {
        get => _load.Planners;
        set => _load.Planners = value;
    }

    /// <summary>Random, 0 to just below 1; varies by group and time.</summary>
    public double FirstFraction { get; private set; }

    /// <summary>Current choice by index of the terminal in the group: relay numbers, -1 for none.</summary>
    public ReadOnlySpan<int> Relays => CollectionsMarshal.AsSpan(_relays);

    /// <summary>Standbys, in the same form.</summary>
    public ReadOnlySpan<int> Standbys => CollectionsMarshal.AsSpan(_standbys);

    /// <summary>Starts with a group.</summary>
    public void Begin(RelayDirectory directory, GroupPlacement group, TimeSpan now)
    {
        (_directory, _group, _hash) = (directory, group, StableHash.Of(group.Group.Value));
        _leaveThreshold = StableHash.Fraction(_hash, (ulong)now.Ticks);

        // Each group has one planner, so the first group that a planner sees makes its salt unique.
        _load.Salt = _load.Salt == 0 ? _hash : _load.Salt;
        FirstFraction = 1 - StableHash.Fraction(~_hash, (ulong)now.Ticks);
        _load.Update(directory, now);
        _relays.Clear();
        _standbys.Clear();
        foreach (var terminal in group.Terminals)
        {
            _relays.Add(directory.Layout.IndexOf(terminal.Placement.Relay));
            _standbys.Add(directory.Layout.IndexOf(terminal.Placement.Standby));
        }
    }

    /// <summary>Index of a terminal in the group; a new terminal gets the next one.</summary>
    public int PlaceOf(TerminalId terminal)
    {
        for (var i = 0; i < _group.Terminals.Length; i++)
        {
            if (_group.Terminals[i].Terminal == terminal)
            {
                return i;
            }
        }

        _relays.Add(-1);
        _standbys.Add(-1);
        return _relays.Count - 1;
    }

    /// <summary>True when the relay exists and is in this state.</summary>
    public bool Is(RelayState state, int relay) => relay >= 0 && _directory.Relays[relay].State == state;

    /// <summary>Chooses a relay for one terminal. It keeps its relay unless another is clearly better.</summary>
    /// <param name="ignoreLoad">It moves only to a nearer relay, not because of load.</param>
    /// <returns>False when no relay can take it; nothing changes then.</returns>
    public bool ChooseRelay(int place, Nearness near, PlacementPurpose purpose, bool ignoreLoad = false)
    {
        OthersOf(place);
        Part(near);
        var home = _relays[place];
        if (!_candidates.Price(_directory, _part, _others, home, -1, purpose))
        {
            return false;
        }

        var chosen = _candidates.Draw(_directory, home, _hash, ignoreLoad ? 1 : _leaveThreshold);
        Move(place, chosen, purpose);
        return true;
    }

    /// <summary>
    /// Chooses one relay for a terminal and others of its group there, up to <see cref="MaxTogether"/>.
    /// </summary>
    public void ChooseTogether(int place)
    {
        var relay = _relays[place];
        _others.Clear(_directory);
        _part.Clear();
        _together.Clear();
        for (var n = 0; n < _relays.Count; n++)
        {
            var i = (place + n) % _relays.Count;
            if (_relays[i] == relay && _together.Count < MaxTogether)
            {
                _part.Add(_group.Terminals[i].Near);
                _together.Add(i);
            }
            else
            {
                _others.Add(_relays[i]);
            }
        }

        if (!_candidates.Price(_directory, _part, _others, relay, -1, PlacementPurpose.Rebalance))
        {
            return;
        }

        var chosen = _candidates.Draw(_directory, relay, _hash, _leaveThreshold);
        if (chosen == relay)
        {
            return;
        }

        _load.Reserve(relay, -_others.Packets(relay, _part.Count));
        Reserve(chosen, _part.Count, PlacementPurpose.Rebalance);
        foreach (var i in _together)
        {
            _relays[i] = chosen;
        }
    }

    /// <summary>Moves a terminal to its standby when that is active and not full.</summary>
    public bool MoveToStandby(int place, PlacementPurpose purpose)
    {
        var standby = _standbys[place];
        if (!Is(RelayState.Active, standby))
        {
            return false;
        }

        OthersOf(place);
        if (!_load.HasRoom(standby, _others.Packets(standby, 1), purpose) || (purpose == PlacementPurpose.Failover && _others.On(standby) >= _load.MaxPerRelay))
        {
            return false;
        }

        Move(place, standby, purpose);
        _standbys[place] = -1;
        return true;
    }

    /// <summary>
    /// Chooses a standby for a terminal for the case that its relay fails, when the group's others on that relay move
    /// to their standbys. So the groups of one relay spread over many relays, and one group stays together.
    /// </summary>
    public void ChooseStandby(int place, Nearness near)
    {
        var relay = _relays[place];
        if (!Is(RelayState.Active, _standbys[place]) && SharedStandby(place, near) is >= 0 and var beside)
        {
            _standbys[place] = beside;
            return;
        }

        _others.Clear(_directory);
        for (var i = 0; i < _relays.Count; i++)
        {
            if (i != place)
            {
                _others.Add(_relays[i] == relay ? _standbys[i] : _relays[i]);
            }
        }

        Part(near);
        var home = _standbys[place];
        _standbys[place] = _candidates.Price(_directory, _part, _others, home, relay, PlacementPurpose.Standby)
            ? _candidates.Draw(_directory, home, _hash ^ _directory.Layout.Hash[relay], _leaveThreshold)
            : -1;
    }

    /// <summary>
    /// The standby of another terminal on the same relay when it suits this one too, which saves computing all prices.
    /// -1 for none.
    /// </summary>
    private int SharedStandby(int place, Nearness near)
    {
        var (relay, layout) = (_relays[place], _directory.Layout);
        for (var i = 0; i < _relays.Count; i++)
        {
            var standby = _standbys[i];
            if (i != place && _relays[i] == relay && Is(RelayState.Active, standby))
            {
                return layout.Machine[standby] != layout.Machine[relay] && _load.HasRoom(standby, 0, PlacementPurpose.Standby) && _candidates.IsNear(_directory, near, standby) ? standby : -1;
            }
        }

        return -1;
    }

    /// <summary>True when the standby is missing, inactive, or on the machine or in the process of the relay.</summary>
    public bool NeedsStandby(int place)
    {
        var (relay, standby, layout) = (_relays[place], _standbys[place], _directory.Layout);
        return relay >= 0 && (!Is(RelayState.Active, standby) || layout.Machine[relay] == layout.Machine[standby] || layout.Node[relay] == layout.Node[standby]);
    }

    /// <summary>The relays chosen for a terminal.</summary>
    public MediaPlace PlacementAt(int place) => new(
        _directory.Relays[_relays[place]].Relay,
        _standbys[place] < 0 ? null : _directory.Relays[_standbys[place]].Relay);

    /// <summary>True when no relay is nearer to the terminal by enough to move there.</summary>
    public bool IsNear(int relay, Nearness near) => _candidates.IsNear(_directory, near, relay);

    /// <summary>True when the terminal can stay on the relay without comparing it with others.</summary>
    public bool IsWellPlaced(int relay, Nearness near) =>
        _leaveThreshold > _load.MaxLeaving(relay) && _candidates.IsNear(_directory, near, relay);

    private void Move(int place, int relay, PlacementPurpose purpose)
    {
        var before = _relays[place];
        if (relay == before)
        {
            return;
        }

        if (Is(RelayState.Active, before))
        {
            _load.Reserve(before, -_others.Packets(before, 1));
        }

        Reserve(relay, 1, purpose);
        _relays[place] = relay;
    }

    private void Reserve(int relay, int terminals, PlacementPurpose purpose)
    {
        var packets = _others.Packets(relay, terminals);
        _load.Reserve(relay, packets);
        _load.ReserveForOthers(relay, packets, purpose);
        if (purpose == PlacementPurpose.Rebalance)
        {
            _load.TakeQuota(relay, packets);
        }
    }

    private void OthersOf(int place)
    {
        _others.Clear(_directory);
        for (var i = 0; i < _relays.Count; i++)
        {
            if (i != place)
            {
                _others.Add(_relays[i]);
            }
        }
    }

    private void Part(Nearness near)
    {
        _part.Clear();
        _part.Add(near);
    }
}
