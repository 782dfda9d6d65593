using System.Runtime.InteropServices;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Computes the price of every relay that could take a terminal, and picks one of the cheapest: <c>round trip + far +
/// load + hop</c>, in milliseconds (<see cref="PlacementRules"/>). It considers a few regions and each of their relays
/// once, and allocates nothing.
/// </summary>
internal sealed class Candidates(PlacementRules rules, LoadEstimate load)
{
    private readonly RegionDistances _regions = new();
    private double[] _placePrices = [];
    private double[] _loadPrices = [];
    private double[] _shares = [];
    private int[] _relays = [];
    private bool[] _open = [];
    private int _count;
    private PlacementPurpose _purpose;

    /// <summary>Computes prices for terminals that stay together, given the other terminals of their group.</summary>
    /// <param name="terminals">At least one; the price uses the mean of their round trips.</param>
    /// <param name="home">
    /// The terminals' current relay, -1 for none. Its load already includes them, and its price is lower by <see
    /// cref="PlacementRules.StayMs"/>.
    /// </param>
    /// <param name="standingBy">The relay that needs a standby elsewhere; -1 when choosing a relay for media.</param>
    /// <param name="purpose">Why a relay is needed.</param>
    /// <returns>False when no relay can take the terminals.</returns>
    public bool Price(RelayDirectory directory, List<Nearness> terminals, GroupShape others, int home, int standingBy, PlacementPurpose purpose)
    {
        if (_relays.Length < directory.Relays.Length)
        {
            var length = directory.Relays.Length;
            (_placePrices, _loadPrices, _shares, _relays, _open) = (new double[length], new double[length], new double[length], new int[length], new bool[length]);
        }

        _purpose = purpose;
        _regions.Begin(directory, terminals[0]);
        if (!Collect(directory, terminals.Count, others, home, standingBy) && (_count == 0 || IsOverfull(home)))
        {
            _regions.AddOtherRegions();
            if (!Collect(directory, terminals.Count, others, home, standingBy) && purpose == PlacementPurpose.Failover)
            {
                // Everything is nearly full: use the reserve that is kept for simultaneous failovers.
                _purpose = PlacementPurpose.Entry;
                Collect(directory, terminals.Count, others, home, standingBy);
            }
        }

        if (terminals.Count > 1 && _count > 0)
        {
            AverageDistances(directory, CollectionsMarshal.AsSpan(terminals)[1..]);
        }

        return _count > 0;
    }

    /// <summary>True when no relay is nearer by enough to move there and leave the others on its relay.</summary>
    public bool IsNear(RelayDirectory directory, Nearness terminal, int relay)
    {
        _regions.Begin(directory, terminal);
        var region = _regions.Regions.IndexOf(directory.Layout.Region[relay]);
        return region >= 0 && DistancePrice(_regions.Milliseconds(region, relay)) - _regions.Best < rules.StayMs;
    }

    /// <summary>
    /// Returns the current relay when it is the cheapest. Otherwise picks one of the cheaper ones at random by this
    /// hash; cheaper and emptier relays are likelier. Equal hashes and prices give equal results.
    /// </summary>
    /// <param name="leaveThreshold">
    /// Random, 0 to 1. A terminal leaves because of load only when this is at most the excess of its relay over the
    /// mean, times <see cref="PlacementRules.LeaveFactor"/>. Loads are a second old: if all terminals left at once,
    /// they would overload the next relay.
    /// </param>
    public int Draw(RelayDirectory directory, int home, ulong hash, double leaveThreshold)
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

        var (limit, place, share) = (UsualPrice(cheapest) + rules.SpreadMs, double.PositiveInfinity, double.PositiveInfinity);
        if (stays >= 0)
        {
            // A terminal that does not leave because of load moves only to a nearer relay or, where all nearby relays
            // are busy, to one with clearly less load.
            var isBusy = _shares[stays] > rules.IdleShare;
            var leaves = isBusy && leaveThreshold <= rules.LeaveFactor * (Excess(stays, Price(stays), directory.MeanShare) - rules.EvenTolerance);
            var (clearlyLess, even) = (_shares[stays] / rules.EvenFactor, rules.EvenFactor * directory.MeanShare);
            limit = Math.Min(limit, Price(stays));
            (place, share) = leaves ? (place, share) : (_placePrices[stays], isBusy && leaveThreshold <= rules.LeaveFactor * (1 - (even / _shares[stays])) ? clearlyLess : 0);
        }

        var drawn = WeightedDraw(directory, limit, place, share, cheapest, hash);
        return drawn < 0 ? home : _relays[drawn];
    }

    /// <summary>
    /// Mean price of the relays at about the same distance. A much emptier relay attracts more terminals but not all:
    /// otherwise all planners would fill it at once, before its load shows it.
    /// </summary>
    private double UsualPrice(int cheapest)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < _count; i++)
        {
            if (_placePrices[i] <= _placePrices[cheapest] + rules.SpreadMs)
            {
                sum += Math.Min(Price(i), Price(cheapest) + rules.SearchMarginMs);
                count++;
            }
        }

        return sum / count;
    }

    /// <summary>
    /// Weighted rendezvous hashing: an exponential key for each relay below the limit; the smallest wins.
    /// </summary>
    /// <param name="place">
    /// Relays that are farther than this are excluded, unless their load is at most <paramref name="share"/>.
    /// </param>
    private int WeightedDraw(RelayDirectory directory, double limit, double place, double share, int best, ulong hash)
    {
        var (cheapest, asGood) = (Price(best), _placePrices[best] + rules.SpreadMs);
        var (drawn, shortest) = (-1, double.PositiveInfinity);
        for (var i = 0; i < _count; i++)
        {
            var below = limit - Price(i);
            if (!_open[i] || (_placePrices[i] > place && _shares[i] > share) || (below <= 0 && !(_purpose == PlacementPurpose.Failover && _placePrices[i] <= asGood)))
            {
                continue;
            }

            // A failover moves many terminals: fill relays at the same distance evenly by free capacity, which is also
            // what each planner assumes of the others.
            var weight = load.Weight(_relays[i]) * (_purpose == PlacementPurpose.Failover ? 1 : below / (limit - cheapest));
            var fraction = StableHash.Fraction(hash, directory.Layout.Hash[_relays[i]]);

            // -log(x) is at least 1 - x, so most logarithms need not be computed.
            if ((1 - fraction) / weight < shortest && -Math.Log(fraction) / weight is var key && key < shortest)
            {
                (drawn, shortest) = (i, key);
            }
        }

        return drawn;
    }

    /// <summary>
    /// By which part the current relay's share exceeds the mean of relays that are as near or cheaper, and the mean of
    /// the cluster. A relay at the cluster's mean keeps its terminals; an empty relay is left to new terminals.
    /// </summary>
    private double Excess(int stays, double price, double mean)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < _count; i++)
        {
            if (Price(i) < price || _placePrices[i] <= _placePrices[stays] + rules.StayMs)
            {
                sum += _shares[i];
                count++;
            }
        }

        return 1 - (Math.Max(sum / count, mean) / _shares[stays]);
    }

    private double Price(int i) => _placePrices[i] + _loadPrices[i];

    private bool IsOverfull(int home) => load.Share(home, 0) > rules.FullShare;

    /// <summary>False when there is no relay besides the current one.</summary>
    private bool Collect(RelayDirectory directory, int terminals, GroupShape others, int home, int standingBy)
    {
        _count = 0;
        var layout = directory.Layout;
        var elsewhere = others.Packets(-1, terminals);
        var cheapest = double.PositiveInfinity;
        for (var n = 0; n < _regions.Regions.Length; n++)
        {
            var region = _regions.Regions[n];
            var hop = others.HopFrom(region);
            if (DistancePrice(_regions.Milliseconds(n)) > cheapest + rules.SearchMarginMs && (home < 0 || layout.Region[home] != region))
            {
                continue;
            }

            var hasRoom = load.RegionHasRoom(region, elsewhere, _purpose);

            // Few terminals move to their own group, and few move within a region, so both may use more of the quota.
            var (isCertain, isHome) = (!load.IsUncertain(region), home >= 0 && layout.Region[home] == region);
            var part = isCertain && isHome ? rules.QuotaInRegion : 1;
            foreach (var relay in layout.Members[region])
            {
                if (directory.Relays[relay].State != RelayState.Active || (standingBy >= 0 && layout.Node[relay] == layout.Node[standingBy]))
                {
                    continue;
                }

                var beside = others.On(relay);
                var packets = relay == home ? 0 : beside > 0 ? others.Packets(relay, terminals) : elsewhere;
                if (relay != home && ((!hasRoom && beside == 0) || !load.HasRoom(relay, packets, _purpose) || (_purpose == PlacementPurpose.Failover && beside >= load.MaxPerRelay)))
                {
                    continue;
                }

                _relays[_count] = relay;
                _open[_count] = relay == home || _purpose != PlacementPurpose.Rebalance || (isCertain && beside > 0) || load.MayImprove(relay, packets, part);
                _shares[_count] = load.Share(relay, 0);
                _loadPrices[_count] = load.Price(_shares[_count] + (packets * directory.PerPacket[relay]));
                _placePrices[_count] = DistancePrice(_regions.Milliseconds(n, relay)) + hop - (beside > 0 ? others.HopSaved(relay) : 0)
                    - (relay == home ? rules.StayMs : 0)
                    + (standingBy >= 0 && layout.Machine[relay] == layout.Machine[standingBy] ? rules.SameMachineMs : 0);
                cheapest = _open[_count] ? Math.Min(cheapest, Price(_count)) : cheapest;
                _count++;
            }
        }

        return _count > 1 || (_count == 1 && _relays[0] != home);
    }

    /// <summary>Replaces the first terminal's distance by the mean of all terminals.</summary>
    private void AverageDistances(RelayDirectory directory, ReadOnlySpan<Nearness> further)
    {
        Span<double> distances = _count <= 512 ? stackalloc double[_count] : new double[_count];
        AddDistances(directory, distances, -1);
        foreach (var terminal in further)
        {
            _regions.Begin(directory, terminal);
            AddDistances(directory, distances, 1.0 / further.Length);
        }

        for (var i = 0; i < _count; i++)
        {
            _placePrices[i] += distances[i] * further.Length / (further.Length + 1);
        }
    }

    /// <summary>
    /// Adds one terminal's distances. Regions that it did not measure are estimated by their distance from measured
    /// ones.
    /// </summary>
    private void AddDistances(RelayDirectory directory, Span<double> distances, double factor)
    {
        _regions.AddOtherRegions();
        for (var i = 0; i < _count; i++)
        {
            var region = _regions.Regions.IndexOf(directory.Layout.Region[_relays[i]]);
            distances[i] += factor * DistancePrice(_regions.Milliseconds(region, _relays[i]));
        }
    }

    /// <summary>Price of a round trip: its milliseconds, plus a surcharge beyond near.</summary>
    private double DistancePrice(double milliseconds)
    {
        var beyond = milliseconds - (rules.NearFactor * _regions.Best);
        return milliseconds + (beyond > 0 ? Math.Min(rules.FarMs * beyond / Math.Max(_regions.Best, rules.NoticeableMs), rules.MaxFarMs) : 0);
    }
}
