using System.Collections.Immutable;

namespace ConsultCluster.Domain.Relays;

/// <summary>
/// Round trips and loss between relays. Not every pair is measured: a thousand relays would be a million probes. For
/// other pairs, it takes the median of the measured pairs of their regions.
/// </summary>
internal sealed class RelayMesh
{
    /// <summary>Assumed within a region without measurements: about one data centre.</summary>
    private const double AssumedWithinRegionMs = 1;

    /// <summary>Assumed between regions without measurements: about a continent.</summary>
    private const double AssumedBetweenRegionsMs = 50;

    private readonly Dictionary<long, LinkQuality> _measured;
    private readonly List<int>[] _neighbours;
    private readonly double[] _regionMs;
    private readonly int _regions;

    public RelayMesh(RelayLayout layout, ImmutableArray<RelayLink> links)
    {
        Links = links;
        _measured = new Dictionary<long, LinkQuality>(links.Length);
        _neighbours = new List<int>[layout.Node.Length];
        _regions = layout.Members.Length;
        _regionMs = new double[_regions * _regions];
        foreach (var link in links)
        {
            Add(layout.IndexOf(link.First), layout.IndexOf(link.Second), new LinkQuality(link.RoundTripMs, link.LossPercent));
        }

        FillRegions(layout);
    }

    /// <summary>The measurements.</summary>
    public ImmutableArray<RelayLink> Links { get; }

    /// <summary>The pair's own measurement.</summary>
    public bool TryMeasured(int first, int second, out LinkQuality quality) => _measured.TryGetValue(Key(first, second), out quality);

    /// <summary>Relays that this one measured, by number.</summary>
    public IReadOnlyList<int> Measured(int relay) => _neighbours[relay] ?? (IReadOnlyList<int>)[];

    /// <summary>Round trip between two regions, or within one, in milliseconds.</summary>
    public double BetweenRegions(int first, int second) => _regionMs[(first * _regions) + second];

    private static long Key(int first, int second) => first < second ? ((long)first << 32) | (uint)second : ((long)second << 32) | (uint)first;

    private void Add(int first, int second, LinkQuality quality)
    {
        if (first < 0 || second < 0 || first == second)
        {
            return;
        }

        if (!_measured.TryGetValue(Key(first, second), out var other))
        {
            _measured.Add(Key(first, second), quality);
            (_neighbours[first] ??= []).Add(second);
            (_neighbours[second] ??= []).Add(first);
        }
        else
        {
            _measured[Key(first, second)] = new LinkQuality(
                Math.Max(quality.RoundTripMs, other.RoundTripMs), Math.Max(quality.LossPercent, other.LossPercent));
        }
    }

    private void FillRegions(RelayLayout layout)
    {
        var samples = new List<double>?[_regionMs.Length];
        foreach (var (key, quality) in _measured)
        {
            if (quality.IsBroken)
            {
                continue;
            }

            var (a, b) = (layout.Region[(int)(key >> 32)], layout.Region[(int)key]);
            (samples[(Math.Min(a, b) * _regions) + Math.Max(a, b)] ??= []).Add(quality.RoundTripMs);
        }

        for (var a = 0; a < _regions; a++)
        {
            for (var b = a; b < _regions; b++)
            {
                var roundTripMs = Median(samples[(a * _regions) + b]) ?? (a == b ? AssumedWithinRegionMs : AssumedBetweenRegionsMs);
                _regionMs[(a * _regions) + b] = _regionMs[(b * _regions) + a] = roundTripMs;
            }
        }

        foreach (var neighbours in _neighbours)
        {
            neighbours?.Sort();
        }
    }

    private static double? Median(List<double>? samples)
    {
        samples?.Sort();
        return samples?[samples.Count / 2];
    }
}
