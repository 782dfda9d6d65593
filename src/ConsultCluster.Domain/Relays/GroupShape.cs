namespace ConsultCluster.Domain.Relays;

/// <summary>
/// The relays of a group's other terminals: gives a placement's cost in cascade hops and packets. Reused across calls.
/// </summary>
internal sealed class GroupShape(PlacementRules rules)
{
    private RelayDirectory _directory = RelayDirectory.Empty;
    private int[] _relays = new int[8];
    private int[] _terminals = new int[8];
    private int _count;

    /// <summary>Number of the other terminals.</summary>
    public int Terminals { get; private set; }

    /// <summary>Resets to an empty group.</summary>
    public void Clear(RelayDirectory directory) => (_directory, _count, Terminals) = (directory, 0, 0);

    /// <summary>Adds one terminal on that relay. A missing (-1) or silent relay is ignored.</summary>
    public void Add(int relay)
    {
        if (relay < 0 || _directory.Relays[relay].State == RelayState.Silent)
        {
            return;
        }

        Terminals++;
        var at = _relays.AsSpan(0, _count).IndexOf(relay);
        if (at >= 0)
        {
            _terminals[at]++;
            return;
        }

        if (_count == _relays.Length)
        {
            Array.Resize(ref _relays, 2 * _count);
            Array.Resize(ref _terminals, 2 * _count);
        }

        (_relays[_count], _terminals[_count]) = (relay, 1);
        _count++;
    }

    /// <summary>Number of the other terminals on this relay.</summary>
    public int On(int relay) => _relays.AsSpan(0, _count).IndexOf(relay) is >= 0 and var at ? _terminals[at] : 0;

    /// <summary>
    /// Additional packets per second when this many terminals join a relay: the others' media to them, their media to
    /// the others on that relay, and one copy of it to each other relay. At least two streams, because a first terminal
    /// does not stay alone.
    /// </summary>
    /// <param name="relay">-1 for a relay without terminals of the group.</param>
    public double Packets(int relay, int terminals)
    {
        var beside = On(relay);
        var shown = Math.Min(1, rules.Slots / Math.Max(1.0, Terminals + terminals - 1));
        var streams = shown * ((Terminals + terminals - 1) + beside + _count - (beside > 0 ? 1 : 0));
        return rules.PacketsPerStream * terminals * Math.Max(2, streams);
    }

    /// <summary>
    /// Mean price, in milliseconds, of the hop to the others from a relay of this region that has none of them.
    /// </summary>
    public double HopFrom(int region)
    {
        if (Terminals == 0)
        {
            return 0;
        }

        var sum = 0.0;
        for (var i = 0; i < _count; i++)
        {
            sum += _terminals[i] * Hop(region, _relays[i]);
        }

        return sum / Terminals;
    }

    /// <summary>Part of <see cref="HopFrom"/> that is saved on a relay that has some of them.</summary>
    public double HopSaved(int relay)
    {
        var beside = On(relay);
        return beside == 0 ? 0 : beside * Hop(_directory.Layout.Region[relay], relay) / Terminals;
    }

    private double Hop(int region, int relay) =>
        rules.HopMs + (rules.LinkWeight * _directory.Mesh.BetweenRegions(region, _directory.Layout.Region[relay]));
}
