using System.Globalization;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Benchmarks.Simulate.Model;

/// <summary>
/// The ground truth: places, round trips, capacities, groups. Nothing of it is shown to the planner but what could be measured.
/// </summary>
/// <remarks>
/// Regions are cities at least 200 km apart on a continent of 3,000 by 2,000 km; their sizes differ about fivefold. A terminal is in the
/// city (two of three, within some 40 km) or in the country around (some 150 km), which may be nearer to another region's city. Its
/// round trip is its line's (hospital 2-8 ms, home 8-20, mobile 20-50), plus the distance at 100 km per ms along a way 1.3 to 1.9
/// times as long as the straight one, different to each region, plus up to 0.3 ms of its own to each machine.
/// </remarks>
public sealed class World
{
    private const double Width = 3000;
    private const double Height = 2000;

    /// <summary>Packets per second of the kinds of machine there are: 5.6 to 2.4 us per packet, what the benchmarks measured.</summary>
    private static readonly double[] _capacities = [180_000, 260_000, 340_000, 420_000];

    /// <summary>Part of a mixed group that is of any region.</summary>
    private const double Guests = 0.4;

    private readonly Random _random;
    private readonly int _seed;

    public World(SimulationOptions options)
    {
        (_random, _seed) = (new Random(options.Seed), options.Seed);
        Regions = MakeRegions(options.Regions);
        Groups = MakeGroups(options);
        Relays = MakeRelays(options);
    }

    public IReadOnlyList<SimRegion> Regions { get; }

    public IReadOnlyList<SimRelay> Relays { get; }

    public IReadOnlyList<SimGroup> Groups { get; }

    /// <summary>True round trip of a terminal to a relay, in milliseconds.</summary>
    public double RoundTrip(SimTerminal terminal, SimRelay relay) => RoundTrip(terminal, relay.Region) + (0.3 * Noise(terminal.Index, 1000 + relay.Machine));

    /// <summary>The least that any relay of the region can have.</summary>
    public double RoundTrip(SimTerminal terminal, SimRegion region) =>
        terminal.Access + (terminal.At.DistanceTo(region.Centre) / 100 * (1.3 + (0.6 * Noise(terminal.Index, region.Index))));

    /// <summary>True round trip between two relays, in milliseconds, when nothing is wrong with the link.</summary>
    public static double RoundTrip(SimRelay first, SimRelay second) =>
        0.3 + (first.Region.Centre.DistanceTo(second.Region.Centre) / 100 * 1.4);

    /// <summary>A terminal of a group that has not entered yet.</summary>
    public SimTerminal MakeTerminal(SimGroup group, int index)
    {
        var region = group.Mixed && _random.NextDouble() < Guests ? Draw() : group.Home;
        var spread = _random.NextDouble() < 0.67 ? 40 : 150;
        var at = new Point(region.Centre.X + (spread * Gauss()), region.Centre.Y + (spread * Gauss()));
        var label = _random.NextDouble() < 0.05 ? Nearest(region) : region;
        return new SimTerminal(new TerminalId($"terminal-{index}"), index, group, at, Line(), Media(), label.Label);
    }

    /// <summary>A number from 0 to 1 that always is the same for the same two.</summary>
    private double Noise(int first, int second)
    {
        var mixed = ((ulong)(uint)first << 32 | (uint)second) + ((ulong)_seed * 0x9E3779B97F4A7C15UL);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private double Line() => _random.NextDouble() switch
    {
        < 0.55 => 2 + (6 * _random.NextDouble()),
        < 0.80 => 8 + (12 * _random.NextDouble()),
        _ => 20 + (30 * _random.NextDouble()),
    };

    /// <summary>Sound at 50 packets/s; half have a picture of 0.9 Mbit/s, three of ten a small one, the others none.</summary>
    private double Media() => 50 + (_random.NextDouble() switch { < 0.5 => 100, < 0.8 => 40, _ => 0 });

    private SimRegion Draw()
    {
        var at = _random.NextDouble();
        foreach (var region in Regions)
        {
            at -= region.Weight;
            if (at < 0)
            {
                return region;
            }
        }

        return Regions[^1];
    }

    private SimRegion Nearest(SimRegion region) => Regions.Where(other => other != region).MinBy(other => other.Centre.DistanceTo(region.Centre)) ?? region;

    private List<SimRegion> MakeRegions(int count)
    {
        var places = new List<Point>();
        while (places.Count < count)
        {
            var place = new Point(Width * _random.NextDouble(), Height * _random.NextDouble());
            if (places.TrueForAll(other => other.DistanceTo(place) >= 200))
            {
                places.Add(place);
            }
        }

        var sizes = places.ConvertAll(_ => Math.Exp(0.4 * Gauss()));
        return [.. places.Select((place, i) => new SimRegion(i, string.Create(CultureInfo.InvariantCulture, $"region-{i:D2}"), place, sizes[i] / sizes.Sum()))];
    }

    /// <summary>Most consultations are of two or three; one in eight is a team conference, one in seventeen a lecture of 13 to 40.</summary>
    private List<SimGroup> MakeGroups(SimulationOptions options)
    {
        var sizes = new int[options.Groups];
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = _random.NextDouble() switch
            {
                < 0.35 => 2,
                < 0.60 => 3,
                < 0.72 => 4,
                < 0.82 => _random.Next(5, 7),
                < 0.94 => _random.Next(7, 13),
                _ => _random.Next(13, 41),
            };
        }

        // To the exact number of terminals, one by one.
        for (var missing = options.Terminals - sizes.Sum(); missing != 0; missing -= Math.Sign(missing))
        {
            var at = _random.Next(sizes.Length);
            while (sizes[at] + Math.Sign(missing) is < 2 or > 40)
            {
                at = _random.Next(sizes.Length);
            }

            sizes[at] += Math.Sign(missing);
        }

        return [.. sizes.Select((size, i) => new SimGroup(i, Draw(), _random.NextDouble() < 0.3, size))];
    }

    /// <summary>
    /// Four relays to a process, two processes to a machine. Every region gets capacity for the load of its groups, up to 10 % too much
    /// or too little: an autoscaler follows the load and leaves that much alone.
    /// </summary>
    private List<SimRelay> MakeRelays(SimulationOptions options)
    {
        var wanted = ExpectedPackets();
        var all = wanted.Sum();
        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] *= 0.9 + (0.2 * _random.NextDouble());
        }

        var kinds = Regions.Select(_ => Enumerable.Range(0, options.Relays).Select(_ => _capacities[_random.Next(_capacities.Length)]).ToArray()).ToArray();
        var counts = new int[wanted.Length];
        var capacity = new double[wanted.Length];
        for (var i = 0; i < options.Relays; i++)
        {
            var poorest = Enumerable.Range(0, wanted.Length).MinBy(region => capacity[region] / wanted[region]);
            capacity[poorest] += kinds[poorest][counts[poorest] / 8];
            counts[poorest]++;
        }

        // The kinds keep their proportions; all together are as fast as the load asks for. What the operator wrote down of each is up to 15 % wrong.
        var scale = all / options.TargetShare / capacity.Sum();
        var relays = new List<SimRelay>();
        foreach (var region in Regions)
        {
            for (var i = 0; i < counts[region.Index]; i++)
            {
                var index = relays.Count;
                var node = new NodeId(string.Create(CultureInfo.InvariantCulture, $"{region.Label}-node-{i / 4:D2}"));
                var machine = string.Create(CultureInfo.InvariantCulture, $"{region.Label}-machine-{i / 8:D2}");
                var packets = scale * kinds[region.Index][i / 8];
                var entry = new RelayEntry(new RelayId(string.Create(CultureInfo.InvariantCulture, $"relay-{index:D4}")), node, machine, region.Label, 1) { Capacity = packets * (0.85 + (0.3 * _random.NextDouble())) };
                relays.Add(new SimRelay(index, entry, region, (region.Index * 1000) + (i / 8), packets));
            }
        }

        return relays;
    }

    /// <summary>By region, when everybody is on one relay with those of the group's own region.</summary>
    private double[] ExpectedPackets()
    {
        var packets = new double[Regions.Count];
        foreach (var group in Groups)
        {
            var whole = Traffic.MeanPackets * group.Size * Math.Min(group.Size - 1, Traffic.Slots);
            var guests = group.Mixed ? Guests * whole : 0;
            packets[group.Home.Index] += whole - guests;
            foreach (var region in Regions)
            {
                packets[region.Index] += guests * region.Weight;
            }
        }

        return packets;
    }
}
