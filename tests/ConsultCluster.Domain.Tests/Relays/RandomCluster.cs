using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

/// <summary>A random cluster with random events of one group, deterministic by seed.</summary>
internal sealed class RandomCluster
{
    private readonly Random _random;
    private readonly Cluster _cluster = new();
    private int _terminals;

    public RandomCluster(int seed)
    {
        _random = new Random(seed);
        var regions = _random.Next(1, 5);
        foreach (var i in Enumerable.Range(0, _random.Next(1, 30)))
        {
            _cluster.With(Cluster.Entry($"relay-{i:D2}", $"node-{i / 2}", $"machine-{i / 4}", $"region-{i / 4 % regions}"));
        }

        _cluster.WithLinks([.. Enumerable.Range(0, 40).Select(_ => (Relay().Value, Relay().Value, 50 * _random.NextDouble(), 5 * _random.NextDouble()))]);
    }

    public GroupPlacement Run(Action<Cluster, GroupPlacement, GroupPlacement>? afterEach = null)
    {
        for (var step = 0; step < 40; step++)
        {
            _cluster.Now += TimeSpan.FromSeconds(3 * _random.NextDouble());
            var before = _cluster.Placed;
            Step();
            afterEach?.Invoke(_cluster, before, _cluster.Placed);
        }

        return _cluster.Placed;
    }

    private void Step()
    {
        switch (_random.Next(10))
        {
            case < 4:
                Enter(new TerminalId($"t{_terminals++}"));
                break;
            case 4 when _cluster.Placed.Terminals.Length > 0:
                Enter(_cluster.Placed.Terminals[_random.Next(_cluster.Placed.Terminals.Length)].Terminal);
                break;
            case 5:
                _cluster.Loaded(Relay().Value, _random.NextDouble(), _random.Next(500));
                break;
            case 6:
                _cluster.Marked((RelayState)_random.Next(3), Relay().Value);
                break;
            case 7:
                _cluster.Apply(_cluster.Planner.Repair(_cluster.Directory, _cluster.Placed, _cluster.Now));
                break;
            case 8:
                _cluster.Apply(_cluster.Planner.Drain(_cluster.Directory, [_cluster.Placed], _random.Next(1, 5), _cluster.Now));
                break;
            default:
                _cluster.Apply(_cluster.Planner.Rebalance(_cluster.Directory, _cluster.Placed, _cluster.Now));
                break;
        }
    }

    private void Enter(TerminalId terminal)
    {
        var near = _random.Next(3) switch
        {
            0 => Nearness.Unknown,
            1 => Cluster.In($"region-{_random.Next(5)}"),
            _ => Cluster.Near([.. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => (Relay().Value, 60 * _random.NextDouble()))]),
        };
        var outcome = _cluster.Planner.Place(_cluster.Directory, _cluster.Placed, terminal, near, _cluster.Now);
        if (outcome.Succeeded)
        {
            _cluster.Placed = _cluster.Placed.With(new PlacedTerminal(terminal, near, outcome.Value));
        }
    }

    private RelayId Relay() => _cluster.Directory.Relays[_random.Next(_cluster.Directory.Relays.Length)].Relay;
}
