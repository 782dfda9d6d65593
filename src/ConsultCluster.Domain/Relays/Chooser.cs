using System.Runtime.InteropServices;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Chooses relays and standbys for the terminals of one group, one after the other, and books what it chose, so that each choice sees
/// those before it.
/// </summary>
internal sealed class Chooser
{
    /// <summary>Of a large group: together they are a few percent of a relay.</summary>
    public const int MostTogether = 12;

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
    private double _patience;

    public Chooser(PlacementRules rules)
    {
        _load = new LoadEstimate(rules);
        _others = new GroupShape(rules);
        _candidates = new Candidates(rules, _load);
    }

    /// <summary>How many planners decide, this one included.</summary>
    public int Planners
    {
        get => _load.Planners;
        set => _load.Planners = value;
    }

    /// <summary>A lot from 0 to just below 1, another one for each group and moment.</summary>
    public double Turn { get; private set; }

    /// <summary>Where terminals are by now, by their place in the group: numbers of relays, -1 for none.</summary>
    public ReadOnlySpan<int> Relays => CollectionsMarshal.AsSpan(_relays);

    /// <summary>Their standbys, in the same way.</summary>
    public ReadOnlySpan<int> Standbys => CollectionsMarshal.AsSpan(_standbys);

    /// <summary>Takes up a group.</summary>
    public void Begin(RelayDirectory directory, GroupPlacement group, TimeSpan now)
    {
        (_directory, _group, _hash) = (directory, group, StableHash.Of(group.Group.Value));
        _patience = StableHash.Fraction(_hash, (ulong)now.Ticks);

        // A group is one planner's alone, so the first one it ever sees tells it apart from the others.
        _load.Salt = _load.Salt == 0 ? _hash : _load.Salt;
        Turn = 1 - StableHash.Fraction(~_hash, (ulong)now.Ticks);
        _load.Align(directory, now);
        _relays.Clear();
        _standbys.Clear();
        foreach (var terminal in group.Terminals)
        {
            _relays.Add(directory.Layout.IndexOf(terminal.Placement.Relay));
            _standbys.Add(directory.Layout.IndexOf(terminal.Placement.Standby));
        }
    }

    /// <summary>The place of a terminal in the group; one that is new gets the next.</summary>
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

    /// <summary>True when the relay is in this state; false for none.</summary>
    public bool Is(RelayState state, int relay) => relay >= 0 && _directory.Relays[relay].State == state;

    /// <summary>Chooses a relay for one terminal, which keeps the one it has unless another is clearly better.</summary>
    /// <param name="whateverLoad">It leaves only for a better place, not for less load.</param>
    /// <returns>False when no relay can take it; then nothing has changed.</returns>
    public bool ChooseRelay(int place, Nearness near, Demand demand, bool whateverLoad = false)
    {
        OthersOf(place);
        Part(near);
        var home = _relays[place];
        if (!_candidates.Price(_directory, _part, _others, home, -1, demand))
        {
            return false;
        }

        var chosen = _candidates.Draw(_directory, home, _hash, whateverLoad ? 1 : _patience);
        Move(place, chosen, demand);
        return true;
    }

    /// <summary>Chooses one relay for a terminal and those on its relay, or some of them when they would be too much for the next.</summary>
    public void ChooseTogether(int place)
    {
        var relay = _relays[place];
        _others.Clear(_directory);
        _part.Clear();
        _together.Clear();
        for (var n = 0; n < _relays.Count; n++)
        {
            var i = (place + n) % _relays.Count;
            if (_relays[i] == relay && _together.Count < MostTogether)
            {
                _part.Add(_group.Terminals[i].Near);
                _together.Add(i);
            }
            else
            {
                _others.Add(_relays[i]);
            }
        }

        if (!_candidates.Price(_directory, _part, _others, relay, -1, Demand.Improves))
        {
            return;
        }

        var chosen = _candidates.Draw(_directory, relay, _hash, _patience);
        if (chosen == relay)
        {
            return;
        }

        _load.Reserve(relay, -_others.Packets(relay, _part.Count));
        Book(chosen, _part.Count, Demand.Improves);
        foreach (var i in _together)
        {
            _relays[i] = chosen;
        }
    }

    /// <summary>Moves a terminal to its standby, when that lives and is not full.</summary>
    public bool TakeStandby(int place, Demand demand)
    {
        var standby = _standbys[place];
        if (!Is(RelayState.Active, standby))
        {
            return false;
        }

        OthersOf(place);
        if (!_load.HasRoom(standby, _others.Packets(standby, 1), demand) || (demand == Demand.Flees && _others.On(standby) >= _load.MostFleeing))
        {
            return false;
        }

        Move(place, standby, demand);
        _standbys[place] = -1;
        return true;
    }

    /// <summary>
    /// Chooses a standby for a terminal, with the group as it will be if its relay dies: those beside it on their standbys. So the
    /// terminals of one relay scatter over many, and those of one group stay together.
    /// </summary>
    public void ChooseStandby(int place, Nearness near)
    {
        var relay = _relays[place];
        if (!Is(RelayState.Active, _standbys[place]) && StandbyBeside(place, near) is >= 0 and var beside)
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
        _standbys[place] = _candidates.Price(_directory, _part, _others, home, relay, Demand.StandsBy)
            ? _candidates.Draw(_directory, home, _hash ^ _directory.Layout.Hash[relay], _patience)
            : -1;
    }

    /// <summary>The standby of another terminal on the same relay, when it does for this one too: found sooner than by pricing all again. -1 for none.</summary>
    private int StandbyBeside(int place, Nearness near)
    {
        var (relay, layout) = (_relays[place], _directory.Layout);
        for (var i = 0; i < _relays.Count; i++)
        {
            var standby = _standbys[i];
            if (i != place && _relays[i] == relay && Is(RelayState.Active, standby))
            {
                return layout.Machine[standby] != layout.Machine[relay] && _load.HasRoom(standby, 0, Demand.StandsBy) && _candidates.IsNear(_directory, near, standby) ? standby : -1;
            }
        }

        return -1;
    }

    /// <summary>True when a standby is missing or is not what it should be: alive, in another process, on another machine.</summary>
    public bool WantsStandby(int place)
    {
        var (relay, standby, layout) = (_relays[place], _standbys[place], _directory.Layout);
        return relay >= 0 && (!Is(RelayState.Active, standby) || layout.Machine[relay] == layout.Machine[standby] || layout.Node[relay] == layout.Node[standby]);
    }

    /// <summary>What was chosen for a terminal by now.</summary>
    public MediaPlace PlacementAt(int place) => new(
        _directory.Relays[_relays[place]].Relay,
        _standbys[place] < 0 ? null : _directory.Relays[_standbys[place]].Relay);

    /// <summary>True when no relay is nearer to the terminal by enough to move there.</summary>
    public bool IsNear(int relay, Nearness near) => _candidates.IsNear(_directory, near, relay);

    /// <summary>True when the terminals of the group on a relay may as well be left there without looking at any other.</summary>
    public bool SitsWell(int relay, Nearness near) =>
        _patience > _load.MostLeaving(relay) && _candidates.IsNear(_directory, near, relay);

    private void Move(int place, int relay, Demand demand)
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

        Book(relay, 1, demand);
        _relays[place] = relay;
    }

    private void Book(int relay, int terminals, Demand demand)
    {
        var packets = _others.Packets(relay, terminals);
        _load.Reserve(relay, packets);
        _load.ReserveLikewise(relay, packets, demand);
        if (demand == Demand.Improves)
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
