using System.Runtime.InteropServices;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Prices every relay that could take a terminal, and takes one of the cheapest:
/// <c>round trip + far + load + hop</c>, in milliseconds (<see cref="PlacementRules"/>). A handful of regions is looked at, each
/// relay in them once; nothing is allocated.
/// </summary>
internal sealed class Candidates(PlacementRules rules, LoadEstimate load)
{
    private readonly Reach _reach = new();
    private double[] _places = [];
    private double[] _loads = [];
    private double[] _shares = [];
    private int[] _relays = [];
    private bool[] _open = [];
    private int _count;
    private Demand _demand;

    /// <summary>Prices the relays for terminals that stay together, among the others of their group.</summary>
    /// <param name="terminals">At least one; the mean of their round trips counts.</param>
    /// <param name="home">The relay they are on: they are part of its load already, and it is cheaper by <see cref="PlacementRules.StayMs"/>; -1 for none.</param>
    /// <param name="standingBy">The relay for which a standby is wanted, in another process; -1 when media is to be carried.</param>
    /// <param name="demand">Why a relay is wanted.</param>
    /// <returns>False when no relay can take them.</returns>
    public bool Price(RelayDirectory directory, List<Nearness> terminals, GroupShape others, int home, int standingBy, Demand demand)
    {
        if (_relays.Length < directory.Relays.Length)
        {
            var length = directory.Relays.Length;
            (_places, _loads, _shares, _relays, _open) = (new double[length], new double[length], new double[length], new int[length], new bool[length]);
        }

        _demand = demand;
        _reach.Of(directory, terminals[0]);
        if (!Collect(directory, terminals.Count, others, home, standingBy) && (_count == 0 || IsOverfull(home)))
        {
            _reach.Widen();
            if (!Collect(directory, terminals.Count, others, home, standingBy) && demand == Demand.Flees)
            {
                // Everything is nearly full: what is kept back against many coming at once is all there is.
                _demand = Demand.Enters;
                Collect(directory, terminals.Count, others, home, standingBy);
            }
        }

        if (terminals.Count > 1 && _count > 0)
        {
            AddWays(directory, CollectionsMarshal.AsSpan(terminals)[1..]);
        }

        return _count > 0;
    }

    /// <summary>True when no place is better by enough to move there, and leave those beside it.</summary>
    public bool IsNear(RelayDirectory directory, Nearness terminal, int relay)
    {
        _reach.Of(directory, terminal);
        var region = _reach.Regions.IndexOf(directory.Layout.Region[relay]);
        return region >= 0 && Way(_reach.Milliseconds(region, relay)) - _reach.Best < rules.StayMs;
    }

    /// <summary>
    /// The home when it is the cheapest; else one of the cheaper ones, by lot of this hash: the cheaper it is and the more it has free, the
    /// likelier. All with the same hash and the same prices draw the same.
    /// </summary>
    /// <param name="patience">
    /// From 0 to 1, by lot: who has more than the part by which its home is clearly above the mean, times <see cref="PlacementRules.Haste"/>, does
    /// not leave for load alone. Loads are a second old; if all left at once, they would overrun where they go.
    /// </param>
    public int Draw(RelayDirectory directory, int home, ulong hash, double patience)
    {
        var (cheapest, stays) = (-1, -1);
        for (var i = 0; i < _count; i++)
        {
            stays = _relays[i] == home ? i : stays;
            cheapest = cheapest < 0 || Price(i) < Price(cheapest) ? i : cheapest;
        }

        if (cheapest < 0 || cheapest == stays)
        {
            return stays < 0 ? -1 : home;
        }

        var (limit, place, share) = (Usual(cheapest) + rules.SpreadMs, double.PositiveInfinity, double.PositiveInfinity);
        if (stays >= 0)
        {
            // Without leave to go for less load one goes only to a better place; where all about are busy, also to where there is clearly less.
            var isBusy = _shares[stays] > rules.QuietShare;
            var leaves = isBusy && patience <= rules.Haste * (Excess(stays, Price(stays), directory.MeanShare) - rules.EvenEnough);
            var (clearlyLess, even) = (_shares[stays] / rules.EvenFactor, rules.EvenFactor * directory.MeanShare);
            limit = Math.Min(limit, Price(stays));
            (place, share) = leaves ? (place, share) : (_places[stays], isBusy && patience <= rules.Haste * (1 - (even / _shares[stays])) ? clearlyLess : 0);
        }

        var drawn = Lot(directory, limit, place, share, cheapest, hash);
        return drawn < 0 ? home : _relays[drawn];
    }

    /// <summary>
    /// Mean price of the relays about as well placed as this one. One that is much emptier than they draws more, but not everybody: until its load
    /// shows it, all planners would fill it at once.
    /// </summary>
    private double Usual(int cheapest)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < _count; i++)
        {
            if (_places[i] <= _places[cheapest] + rules.SpreadMs)
            {
                sum += Math.Min(Price(i), Price(cheapest) + rules.LookMs);
                count++;
            }
        }

        return sum / count;
    }

    /// <summary>Rendezvous hashing with weights: an exponential lot for each below the limit, the shortest wins.</summary>
    /// <param name="place">Nobody goes to a worse place than this, unless there is no more load than <paramref name="share"/>.</param>
    private int Lot(RelayDirectory directory, double limit, double place, double share, int best, ulong hash)
    {
        var (cheapest, asGood) = (Price(best), _places[best] + rules.SpreadMs);
        var (drawn, shortest) = (-1, double.PositiveInfinity);
        for (var i = 0; i < _count; i++)
        {
            var below = limit - Price(i);
            if (!_open[i] || (_places[i] > place && _shares[i] > share) || (below <= 0 && !(_demand == Demand.Flees && _places[i] <= asGood)))
            {
                continue;
            }

            // Who flees comes with many: those as well placed fill evenly, by what is free there, as each planner takes the others to do.
            var weight = load.Weight(_relays[i]) * (_demand == Demand.Flees ? 1 : below / (limit - cheapest));
            var fraction = StableHash.Fraction(hash, directory.Layout.Hash[_relays[i]]);

            // A logarithm is at least this far from 0, so most need not be taken.
            if ((1 - fraction) / weight < shortest && -Math.Log(fraction) / weight is var lot && lot < shortest)
            {
                (drawn, shortest) = (i, lot);
            }
        }

        return drawn;
    }

    /// <summary>
    /// By which part the home's share is above the mean of the relays that are as well placed, or better off in all, and above the mean of the
    /// cluster: who has no more than that has its part, and an empty relay is there for those who come.
    /// </summary>
    private double Excess(int stays, double price, double mean)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < _count; i++)
        {
            if (Price(i) < price || _places[i] <= _places[stays] + rules.StayMs)
            {
                sum += _shares[i];
                count++;
            }
        }

        return 1 - (Math.Max(sum / count, mean) / _shares[stays]);
    }

    private double Price(int i) => _places[i] + _loads[i];

    private bool IsOverfull(int home) => load.Share(home, 0) > rules.FullShare;

    /// <summary>False when there is none but the home.</summary>
    private bool Collect(RelayDirectory directory, int terminals, GroupShape others, int home, int standingBy)
    {
        _count = 0;
        var layout = directory.Layout;
        var elsewhere = others.Packets(-1, terminals);
        var cheapest = double.PositiveInfinity;
        for (var n = 0; n < _reach.Regions.Length; n++)
        {
            var region = _reach.Regions[n];
            var hop = others.HopFrom(region);
            if (Way(_reach.Milliseconds(n)) > cheapest + rules.LookMs && (home < 0 || layout.Region[home] != region))
            {
                continue;
            }

            var hasRoom = load.RegionHasRoom(region, elsewhere, _demand);

            // Not many come together with their own group, and within a region not many more leave than are missing: others may want more of the quota.
            var (isCertain, isHome) = (!load.IsUncertain(region), home >= 0 && layout.Region[home] == region);
            var part = isCertain && isHome ? rules.QuotaAtHome : 1;
            foreach (var relay in layout.Members[region])
            {
                if (directory.Relays[relay].State != RelayState.Active || (standingBy >= 0 && layout.Node[relay] == layout.Node[standingBy]))
                {
                    continue;
                }

                var beside = others.On(relay);
                var packets = relay == home ? 0 : beside > 0 ? others.Packets(relay, terminals) : elsewhere;
                if (relay != home && ((!hasRoom && beside == 0) || !load.HasRoom(relay, packets, _demand) || (_demand == Demand.Flees && beside >= load.MostFleeing)))
                {
                    continue;
                }

                _relays[_count] = relay;
                _open[_count] = relay == home || _demand != Demand.Improves || (isCertain && beside > 0) || load.MayImprove(relay, packets, part);
                _shares[_count] = load.Share(relay, 0);
                _loads[_count] = load.Price(_shares[_count] + (packets * directory.PerPacket[relay]));
                _places[_count] = Way(_reach.Milliseconds(n, relay)) + hop - (beside > 0 ? others.HopSaved(relay) : 0)
                    - (relay == home ? rules.StayMs : 0)
                    + (standingBy >= 0 && layout.Machine[relay] == layout.Machine[standingBy] ? rules.SameMachineMs : 0);
                cheapest = _open[_count] ? Math.Min(cheapest, Price(_count)) : cheapest;
                _count++;
            }
        }

        return _count > 1 || (_count == 1 && _relays[0] != home);
    }

    /// <summary>Puts the mean of all in place of the first one's way.</summary>
    private void AddWays(RelayDirectory directory, ReadOnlySpan<Nearness> further)
    {
        Span<double> ways = _count <= 512 ? stackalloc double[_count] : new double[_count];
        Ways(directory, ways, -1);
        foreach (var terminal in further)
        {
            _reach.Of(directory, terminal);
            Ways(directory, ways, 1.0 / further.Length);
        }

        for (var i = 0; i < _count; i++)
        {
            _places[i] += ways[i] * further.Length / (further.Length + 1);
        }
    }

    /// <summary>Adds one terminal's ways; to regions of which it measured nothing by their distance from those it did.</summary>
    private void Ways(RelayDirectory directory, Span<double> ways, double factor)
    {
        _reach.Widen();
        for (var i = 0; i < _count; i++)
        {
            var region = _reach.Regions.IndexOf(directory.Layout.Region[_relays[i]]);
            ways[i] += factor * Way(_reach.Milliseconds(region, _relays[i]));
        }
    }

    /// <summary>Price of a round trip: itself, and more beyond what is near.</summary>
    private double Way(double milliseconds)
    {
        var beyond = milliseconds - (rules.NearFactor * _reach.Best);
        return milliseconds + (beyond > 0 ? Math.Min(rules.FarMs * beyond / Math.Max(_reach.Best, rules.NoticeableMs), rules.MostFarMs) : 0);
    }
}
