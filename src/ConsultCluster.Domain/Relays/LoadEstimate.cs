namespace ConsultCluster.Domain.Relays;

/// <summary>
/// What each relay carries: the share it measured, and what was decided since and does not show there yet. A decision counts in full at once
/// and fades while the measurement takes over, so a burst spreads; a terminal moved away counts negative in the same way.
/// </summary>
/// <remarks>
/// When relays died, other planners move their terminals at the same moment, and what they decide is not known: it is taken to be the same as
/// ours, for as many as they are, spread over the region of each relay that we chose by what is free there.
/// </remarks>
internal sealed class LoadEstimate(PlacementRules rules)
{
    private RelayDirectory _directory = RelayDirectory.Empty;
    private TimeSpan _at;
    private double[] _reserved = [];
    private double[] _likewise = [];

    /// <summary>Everything reserved has faded to this part: cheaper than a pass over all relays.</summary>
    private double _faded = 1;

    /// <summary>How many planners decide, this one included.</summary>
    public int Planners { get; set; } = 1;

    /// <summary>Brings it up to the directory and the time.</summary>
    public void Align(RelayDirectory directory, TimeSpan now)
    {
        if (now > _at)
        {
            _faded *= Math.Pow(0.5, (now - _at) / rules.ReservationHalfLife);
            _at = now;
        }

        if (_faded < 1e-6 || !ReferenceEquals(directory.Layout, _directory.Layout))
        {
            Renumber(directory);
        }

        _directory = directory;
    }

    /// <summary>Share of the relay's capacity that would be in use with these packets more, 0 to 1 and above.</summary>
    public double Share(int relay, double packetsPerSecond) =>
        Math.Max(0, Known(relay, _reserved[relay] * _faded)) + (packetsPerSecond * _directory.PerPacket[relay]);

    /// <summary>True when the packets fit below <see cref="PlacementRules.FullShare"/>; what moved away counts only once it is measured.</summary>
    public bool HasRoom(int relay, double packetsPerSecond) =>
        Known(relay, Math.Max(0, _reserved[relay] * _faded)) + (packetsPerSecond * _directory.PerPacket[relay]) <= rules.FullShare;

    /// <summary>A share as a price in milliseconds; it grows without end towards a full relay.</summary>
    public double Price(double share)
    {
        var used = Math.Min(share, 0.99);
        return rules.LoadMs * used / (1 - used);
    }

    /// <summary>Bound for the part of a relay's terminals that leave it for load, whatever the others are.</summary>
    public double MostLeaving(int relay) => rules.Haste * (1 - rules.EvenEnough - (_directory.LeastShare / Math.Max(Share(relay, 0), 1e-9)));

    /// <summary>How much of a choice by lot the relay gets: what it has free.</summary>
    public double Weight(int relay) => Math.Max(0.02, rules.FullShare - Share(relay, 0)) / _directory.PerPacket[relay];

    /// <summary>From now on the relay is taken to carry these packets more, or less.</summary>
    public void Reserve(int relay, double packetsPerSecond) => _reserved[relay] += packetsPerSecond * _directory.PerPacket[relay] / _faded;

    /// <summary>And the other planners do likewise at this moment: the emptier a relay of that region, the more they fill it.</summary>
    public void ReserveLikewise(int relay, double packetsPerSecond)
    {
        var (region, free) = (_directory.Layout.Region[relay], 0.0);
        foreach (var member in _directory.Layout.Members[region])
        {
            if (_directory.Relays[member].State == RelayState.Active)
            {
                free += Math.Max(0.01, rules.FullShare - _directory.Shares[member]) / _directory.PerPacket[member];
            }
        }

        _likewise[region] += (Planners - 1) * packetsPerSecond / free / _faded;
    }

    private double Known(int relay, double reserved)
    {
        var share = _directory.Shares[relay] + reserved;
        return share + (_likewise[_directory.Layout.Region[relay]] * _faded * Math.Max(0, rules.FullShare - share));
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
    }
}
