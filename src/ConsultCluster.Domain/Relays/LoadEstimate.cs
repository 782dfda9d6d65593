namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Estimates each relay's load: the measured share plus recent decisions that the measurement does not show yet. A
/// decision counts fully at once and decays while the measurement takes over, so a burst spreads. A terminal moved away
/// counts negative in the same way.
/// </summary>
/// <remarks>
/// When relays fail, the other planners move their terminals at the same moment, and their decisions are unknown. Each
/// planner assumes that all others choose the same regions as it does, and spreads that load over a region by free
/// capacity. In a region with little free capacity it assumes the same for entering terminals. Rebalancing is limited
/// by a <see cref="Quota"/>.
/// </remarks>
internal sealed class LoadEstimate(PlacementRules rules)
{
    private readonly Quota _quota = new(rules);
    private RelayDirectory _directory = RelayDirectory.Empty;
    private TimeSpan _at;
    private double[] _reserved = [];
    private double[] _others = [];
    private double[] _free = [];
    private double[] _capacity = [];

    /// <summary>Decay factor of all reservations: cheaper than a pass over all relays.</summary>
    private double _faded = 1;

    /// <summary>Number of planners, this one included.</summary>
    public int Planners
    {
        get => _quota.Planners;
        set => _quota.Planners = value;
    }

    /// <summary>Different for each planner; 0 until set.</summary>
    public ulong Salt
    {
        get => _quota.Salt;
        set => _quota.Salt = value;
    }

    /// <summary>Updates to a newer directory and time.</summary>
    public void Update(RelayDirectory directory, TimeSpan now)
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

        _quota.Update(directory.Relays.Length, renumbered, now);
        if (!ReferenceEquals(directory, _directory))
        {
            _directory = directory;
            Array.Fill(_free, double.NaN);
        }
    }

    /// <summary>Share of the relay's capacity in use with these additional packets, 0 to 1 and above.</summary>
    public double Share(int relay, double packetsPerSecond) =>
        Math.Max(0, Known(relay, _reserved[relay] * _faded)) + (packetsPerSecond * _directory.PerPacket[relay]);

    /// <summary>
    /// In a failover, the limit of a group's terminals per relay: another planner may move a large group there too.
    /// </summary>
    public int MaxPerRelay => Planners == 1 ? int.MaxValue : Chooser.MaxTogether;

    /// <summary>
    /// True when the packets fit below <see cref="PlacementRules.FullShare"/>. Load that moved away counts only once it
    /// is measured. In a failover, this planner's reservations count twice: another planner may have reserved as much.
    /// </summary>
    public bool HasRoom(int relay, double packetsPerSecond, PlacementPurpose purpose)
    {
        var reserved = Math.Max(0, _reserved[relay] * _faded);
        var added = packetsPerSecond * _directory.PerPacket[relay];
        return Known(relay, reserved) + added + (purpose == PlacementPurpose.Failover && Planners > 1 ? reserved + added : 0) <= rules.FullShare;
    }

    /// <summary>
    /// False when the region would be full if the other planners decided as this one does. The free capacity per
    /// planner is usually less than one terminal, so a random draw decides which planner may place another one.
    /// </summary>
    public bool RegionHasRoom(int region, double packetsPerSecond, PlacementPurpose purpose) =>
        Planners == 1 || !CountsForAll(region, purpose)
        || (_others[region] * _faded) + (_quota.Draw((ulong)region + 1) * Planners * packetsPerSecond / Math.Max(Free(region), 1)) <= (purpose == PlacementPurpose.Failover ? rules.FailoverPart : 1);

    /// <summary>True when the region has little free capacity, or when ongoing failovers make it unknown.</summary>
    public bool IsUncertain(int region) => Planners > 1 && (IsScarce(region) || _others[region] * _faded > rules.ScarcePart);

    /// <summary>
    /// True when rebalancing may add these packets to the relay. What the relay lacks to slightly above the mean is
    /// filled in parts, one part per window, shared among the planners.
    /// </summary>
    /// <param name="parts">Number of parts this planner may take.</param>
    public bool MayImprove(int relay, double packetsPerSecond, double parts)
    {
        var region = _directory.Layout.Region[relay];
        var even = Math.Max(_directory.MeanShare, rules.FullShare - (Free(region) / _capacity[region]));
        var missing = even + rules.AboveMean - Known(relay, 0);
        return _quota.Allows(relay, _directory.Layout.Hash[relay], packetsPerSecond, parts * rules.QuotaPart * Math.Max(missing, rules.MinMissing) / _directory.PerPacket[relay]);
    }

    /// <summary>
    /// Price of a load share in milliseconds. It grows without bound towards a full relay, and faster above the mean.
    /// </summary>
    public double Price(double share)
    {
        var used = Math.Min(share, 0.99);
        var uneven = used - (rules.EvenFactor * _directory.MeanShare);
        return (rules.LoadMs * used / (1 - used)) + (uneven > 0 ? rules.UnevenMs * uneven * used : 0);
    }

    /// <summary>Upper bound of the part of a relay's terminals that leave it because of load.</summary>
    public double MaxLeaving(int relay) =>
        Share(relay, 0) is var share && share > rules.IdleShare ? rules.LeaveFactor * (1 - rules.EvenTolerance - (_directory.MeanShare / share)) : 0;

    /// <summary>Weight of the relay in a random draw: its free capacity.</summary>
    public double Weight(int relay) => Math.Max(0.02, rules.FullShare - Share(relay, 0)) / _directory.PerPacket[relay];

    /// <summary>Adds these packets to the relay's estimated load; negative removes them.</summary>
    public void Reserve(int relay, double packetsPerSecond) => _reserved[relay] += packetsPerSecond * _directory.PerPacket[relay] / _faded;

    /// <summary>Counts rebalanced packets against this planner's part of the relay.</summary>
    public void TakeQuota(int relay, double packetsPerSecond) => _quota.Take(relay, packetsPerSecond);

    /// <summary>
    /// Assumes that the other planners make the same decision now, where that is likely; it spreads their load over the
    /// region by free capacity.
    /// </summary>
    public void ReserveForOthers(int relay, double packetsPerSecond, PlacementPurpose purpose)
    {
        var region = _directory.Layout.Region[relay];
        if (Planners > 1 && CountsForAll(region, purpose))
        {
            _others[region] += (Planners - 1) * packetsPerSecond / Math.Max(Free(region), 1) / _faded;
        }
    }

    private bool CountsForAll(int region, PlacementPurpose purpose) =>
        purpose == PlacementPurpose.Failover || (purpose == PlacementPurpose.Entry && IsScarce(region));

    private bool IsScarce(int region) => Free(region) < rules.ScarcePart * _capacity[region];

    /// <summary>Free capacity of the region's relays, in packets per second, as measured.</summary>
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
        var others = _others[_directory.Layout.Region[relay]];
        return others == 0 ? share : share + (others * _faded * Math.Max(0, rules.FullShare - share));
    }

    private void Renumber(RelayDirectory directory)
    {
        var (reserved, others) = (new double[directory.Relays.Length], new double[directory.Layout.Members.Length]);
        for (var i = 0; i < _reserved.Length; i++)
        {
            if (directory.Layout.IndexOf(_directory.Relays[i].Relay) is >= 0 and var index)
            {
                reserved[index] = _reserved[i] * _faded;
            }
        }

        for (var i = 0; i < _others.Length; i++)
        {
            if (directory.Layout.RegionOf(_directory.Relays[_directory.Layout.Members[i][0]].Region) is >= 0 and var index)
            {
                others[index] = _others[i] * _faded;
            }
        }

        (_reserved, _others, _faded) = (reserved, others, 1);
        (_free, _capacity) = (new double[others.Length], new double[others.Length]);
        Array.Fill(_free, double.NaN);
    }
}
