using System.Numerics;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Distance of every region from one terminal, by its measurements or its label. A relay that was not measured is as
/// near as measured relays of its machine, or else of its region. Reused across calls.
/// </summary>
internal sealed class RegionDistances
{
    /// <summary>Assumed round trip of a terminal to its own region without measurements: a wired line.</summary>
    private const double AssumedAccessMs = 10;

    /// <summary>A terminal measures only a few relays; further probes are ignored.</summary>
    private const int MaxProbes = 32;

    private readonly int[] _relays = new int[MaxProbes];
    private readonly int[] _machines = new int[MaxProbes];
    private readonly double[] _probes = new double[MaxProbes];
    private int _probed;
    private RelayDirectory _directory = RelayDirectory.Empty;
    private int[] _regions = [];
    private double[] _milliseconds = [];

    /// <summary>Bit mask of each region's probes.</summary>
    private uint[] _masks = [];

    /// <summary>Regions to consider, nearest first.</summary>
    public ReadOnlySpan<int> Regions => _regions.AsSpan(0, Count);

    /// <summary>Round trip to the nearest active relay, in milliseconds.</summary>
    public double Best { get; private set; }

    private int Count { get; set; }

    /// <summary>Starts with one terminal.</summary>
    public void Begin(RelayDirectory directory, Nearness near)
    {
        _directory = directory;
        var regions = directory.Layout.Members.Length;
        if (_regions.Length < regions)
        {
            (_regions, _milliseconds, _masks) = (new int[regions], new double[regions], new uint[regions]);
        }

        (Count, _probed, Best) = (0, 0, double.PositiveInfinity);
        ReadProbes(near);
        if (Count == 0)
        {
            ReadLabel(near.Region);
        }

        FindBest();
    }

    /// <summary>Adds every other region, by its distance from the known ones.</summary>
    public void AddOtherRegions()
    {
        var known = Count;
        for (var region = 0; region < _directory.Layout.Members.Length; region++)
        {
            if (_regions.AsSpan(0, known).Contains(region))
            {
                continue;
            }

            var nearest = double.PositiveInfinity;
            for (var i = 0; i < known; i++)
            {
                nearest = Math.Min(nearest, _milliseconds[i] + _directory.Mesh.BetweenRegions(_regions[i], region));
            }

            Add(region, nearest);
        }

        Sort();
        FindBest();
    }

    /// <summary>Round trip to relays of the n-th region that were not measured themselves.</summary>
    public double Milliseconds(int n) => _milliseconds[n];

    /// <summary>Round trip to a relay of the n-th region.</summary>
    public double Milliseconds(int n, int relay)
    {
        var (machine, nearby) = (_directory.Layout.Machine[relay], _milliseconds[n]);
        for (var left = _masks[n]; left != 0; left &= left - 1)
        {
            var i = BitOperations.TrailingZeroCount(left);
            if (_relays[i] == relay)
            {
                return _probes[i];
            }

            nearby = _machines[i] == machine ? _probes[i] : nearby;
        }

        return nearby;
    }

    private void ReadProbes(Nearness near)
    {
        var layout = _directory.Layout;
        Span<int> samples = stackalloc int[MaxProbes];
        foreach (var probe in near.RoundTrips)
        {
            var relay = layout.IndexOf(probe.Relay);
            if (relay < 0 || _probed == MaxProbes || !double.IsFinite(probe.Milliseconds) || probe.Milliseconds < 0)
            {
                continue;
            }

            (_relays[_probed], _machines[_probed], _probes[_probed]) = (relay, layout.Machine[relay], probe.Milliseconds);
            _probed++;
            if (_directory.Relays[relay].State == RelayState.Active)
            {
                Best = Math.Min(Best, probe.Milliseconds);
            }

            var at = Regions.IndexOf(layout.Region[relay]);
            if (at < 0)
            {
                at = Count++;
                (_regions[at], _milliseconds[at], _masks[at], samples[at]) = (layout.Region[relay], 0, 0, 0);
            }

            _masks[at] |= 1u << (_probed - 1);

            samples[at]++;
            _milliseconds[at] += (probe.Milliseconds - _milliseconds[at]) / samples[at];
        }

        Sort();
    }

    private void ReadLabel(string? label)
    {
        var home = _directory.Layout.RegionOf(label);
        for (var region = 0; region < _directory.Layout.Members.Length; region++)
        {
            Add(region, AssumedAccessMs + (home < 0 || home == region ? 0 : _directory.Mesh.BetweenRegions(home, region)));
        }

        Sort();
    }

    private void Add(int region, double milliseconds)
    {
        (_regions[Count], _milliseconds[Count], _masks[Count]) = (region, milliseconds, 0);
        Count++;
    }

    /// <summary>When no probed relay is active, the nearest region with an active relay is the best.</summary>
    private void FindBest()
    {
        for (var i = 0; i < Count && _milliseconds[i] < Best; i++)
        {
            foreach (var relay in _directory.Layout.Members[_regions[i]])
            {
                if (_directory.Relays[relay].State == RelayState.Active)
                {
                    Best = _milliseconds[i];
                    return;
                }
            }
        }
    }

    /// <summary>Insertion sort: few regions, mostly in order.</summary>
    private void Sort()
    {
        for (var i = 1; i < Count; i++)
        {
            for (var j = i; j > 0 && _milliseconds[j] < _milliseconds[j - 1]; j--)
            {
                (_regions[j], _regions[j - 1]) = (_regions[j - 1], _regions[j]);
                (_milliseconds[j], _milliseconds[j - 1]) = (_milliseconds[j - 1], _milliseconds[j]);
                (_masks[j], _masks[j - 1]) = (_masks[j - 1], _masks[j]);
            }
        }
    }
}
