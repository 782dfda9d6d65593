namespace ConsultCluster.Domain.Relays;

/// <summary>
/// What each relay carries: the share it measured, and what was decided since and does not show there yet. A decision counts in full at once
/// and fades while the measurement takes over, so a burst spreads; a terminal moved away counts negative in the same way.
/// </summary>
/// <remarks>
/// When relays died, other planners move their terminals at the same moment, and what they decide is not known: it is taken to be the same as
/// ours, for as many as they are, spread over the region of each relay that we chose by what is free there. In a region with little free it is so
/// for those who enter, too. What may wait has a <see cref="Quota"/>.
/// </remarks>
internal sealed class LoadEstimate(PlacementRules rules)
{
    private readonly Quota _quota = new(rules);
    private RelayDirectory _directory = RelayDirectory.Empty;
    private TimeSpan _at;
    private double[] _reserved = [];
    private double[] _likewise = [];
    private double[] _free = [];
    private double[] _capacity = [];

    /// <summary>Everything reserved has faded to this part: cheaper than a pass over all relays.</summary>
    private double _faded = 1;

    /// <summary>How many planners decide, this one included.</summary>
    public int Planners
    {
        get => _quota.Planners;
        set => _quota.Planners = value;
    }

    /// <summary>Another one for each planner; 0 until it is set.</summary>
    public ulong Salt
    {
        get => _quota.Salt;
        set => _quota.Salt = value;
    }

    /// <summary>Brings it up to the directory and the time.</summary>
    public void Align(RelayDirectory directory, TimeSpan now)
    {
        if (now > _at)
        {
            _faded *= Math.Pow(0.5, (now - _at) / rules.ReservationHalfLife);
            _at = now;
        }

        var renumbered = !ReferenceEquals(directory.Layout, _directory.Layout);
        if (_faded < 1e-6 || renumbered)
        {
            Renumber(directory);
        }

        _quota.Align(directory.Relays.Length, renumbered, now);
        if (!ReferenceEquals(directory, _directory))
        {
            _directory = directory;
            Array.Fill(_free, double.NaN);
        }
    }

    /// <summary>Share of the relay's capacity that would be in use with these packets more, 0 to 1 and above.</summary>
    public double Share(int relay, double packetsPerSecond) =>
        Math.Max(0, Known(relay, _reserved[relay] * _faded)) + (packetsPerSecond * _directory.PerPacket[relay]);

    /// <summary>Of a group whose relay died so many at most go to the same one: a large group of another planner may come there, too.</summary>
    public int MostFleeing => Planners == 1 ? int.MaxValue : Chooser.MostTogether;

    /// <summary>
    /// True when the packets fit below <see cref="PlacementRules.FullShare"/>; what moved away counts only once it is measured. Where all flee at
    /// once, what this planner put there counts twice: another one may have done as much.
    /// </summary>
    public bool HasRoom(int relay, double packetsPerSecond, Demand demand)
    {
        var reserved = Math.Max(0, _reserved[relay] * _faded);
        var added = packetsPerSecond * _directory.PerPacket[relay];
        return Known(relay, reserved) + added + (demand == Demand.Flees && Planners > 1 ? reserved + added : 0) <= rules.FullShare;
    }

    /// <summary>
    /// False when the region is full if the other planners do as this one does. What is free is mostly a part of a terminal for each of them, so a
    /// lot decides who may take a last one.
    /// </summary>
    public bool RegionHasRoom(int region, double packetsPerSecond, Demand demand) =>
        Planners == 1 || !CountsForAll(region, demand)
        || (_likewise[region] * _faded) + (_quota.Lot((ulong)region + 1) * Planners * packetsPerSecond / Math.Max(Free(region), 1)) <= (demand == Demand.Flees ? rules.FleePart : 1);

    /// <summary>True when the region's relays have little free, or so many flee there at this moment that it is not known how much.</summary>
    public bool IsUncertain(int region) => Planners > 1 && (IsScarce(region) || _likewise[region] * _faded > rules.ScarcePart);

    /// <summary>
    /// True when the relay may get these packets from a terminal that may as well wait: what is missing there to the mean of all, and a little
    /// more, is filled in parts, one part of it each window, shared among the planners.
    /// </summary>
    /// <param name="parts">How many parts this planner may take.</param>
    public bool MayImprove(int relay, double packetsPerSecond, double parts)
    {
        var region = _directory.Layout.Region[relay];
        var even = Math.Max(_directory.MeanShare, rules.FullShare - (Free(region) / _capacity[region]));
        var missing = even + rules.AboveMean - Known(relay, 0);
        return _quota.Allows(relay, _directory.Layout.Hash[relay], packetsPerSecond, parts * rules.QuotaPart * Math.Max(missing, rules.LeastMissing) / _directory.PerPacket[relay]);
    }

    /// <summary>A share as a price in milliseconds; it grows without end towards a full relay, and sooner for one that has more than the others.</summary>
    public double Price(double share)
    {
        var used = Math.Min(share, 0.99);
        var uneven = used - (rules.EvenFactor * _directory.MeanShare);
        return (rules.LoadMs * used / (1 - used)) + (uneven > 0 ? rules.UnevenMs * uneven * used : 0);
    }

    /// <summary>Bound for the part of a relay's terminals that leave it for load, whatever the others are.</summary>
    public double MostLeaving(int relay) =>
        Share(relay, 0) is var share && share > rules.QuietShare ? rules.Haste * (1 - rules.EvenEnough - (_directory.MeanShare / share)) : 0;

    /// <summary>How much of a choice by lot the relay gets: what it has free.</summary>
    public double Weight(int relay) => Math.Max(0.02, rules.FullShare - Share(relay, 0)) / _directory.PerPacket[relay];

    /// <summary>From now on the relay is taken to carry these packets more, or less.</summary>
    public void Reserve(int relay, double packetsPerSecond) => _reserved[relay] += packetsPerSecond * _directory.PerPacket[relay] / _faded;

    /// <summary>Counts what may wait against this planner's part of the relay.</summary>
    public void TakeQuota(int relay, double packetsPerSecond) => _quota.Take(relay, packetsPerSecond);

    /// <summary>And the other planners do likewise at this moment, where that is to be expected: the emptier a relay of that region, the more they fill it.</summary>
    public void ReserveLikewise(int relay, double packetsPerSecond, Demand demand)
    {
        var region = _directory.Layout.Region[relay];
        if (Planners > 1 && CountsForAll(region, demand))
        {
            _likewise[region] += (Planners - 1) * packetsPerSecond / Math.Max(Free(region), 1) / _faded;
        }
    }

    private bool CountsForAll(int region, Demand demand) =>
        demand == Demand.Flees || (demand == Demand.Enters && IsScarce(region));

    private bool IsScarce(int region) => Free(region) < rules.ScarcePart * _capacity[region];

    /// <summary>Packets per second that the region's relays take yet, as measured.</summary>
    private double Free(int region)
    {
        if (!double.IsNaN(_free[region]))
        {
            return _free[region];
        }

        var (free, capacity) = (0.0, 0.0);
        foreach (var member in _directory.Layout.Members[region])
        {
            if (_directory.Relays[member].State == RelayState.Active)
            {
                free += Math.Max(0, rules.FullShare - _directory.Shares[member]) / _directory.PerPacket[member];
                capacity += 1 / _directory.PerPacket[member];
            }
        }

        (_free[region], _capacity[region]) = (free, capacity);
        return free;
    }

    private double Known(int relay, double reserved)
    {
        var share = _directory.Shares[relay] + reserved;
        var likewise = _likewise[_directory.Layout.Region[relay]];
        return likewise == 0 ? share : share + (likewise * _faded * Math.Max(0, rules.FullShare - share));
    }

    private void Renumber(RelayDirectory directory)
    {
        var (reserved, likewise) = (new double[directory.Relays.Length], new double[directory.Layout.Members.Length]);
        for (var i = 0; i < _reserved.Length; i++)
        {
            if (directory.Layout.IndexOf(_directory.Relays[i].Relay) is >= 0 and var index)
            {
                reserved[index] = _reserved[i] * _faded;
            }
        }

        for (var i = 0; i < _likewise.Length; i++)
        {
            if (directory.Layout.RegionOf(_directory.Relays[_directory.Layout.Members[i][0]].Region) is >= 0 and var index)
            {
                likewise[index] = _likewise[i] * _faded;
            }
        }

        (_reserved, _likewise, _faded) = (reserved, likewise, 1);
        (_free, _capacity) = (new double[likewise.Length], new double[likewise.Length]);
        Array.Fill(_free, double.NaN);
    }
}
