namespace ConsultCluster.Domain.Relays;

/// <summary>
/// On which relays a group's other terminals are: what a terminal that is put somewhere costs in cascade hops and in packets. Reused
/// from call to call.
/// </summary>
internal sealed class GroupShape(PlacementRules rules)
{
    private RelayDirectory _directory = RelayDirectory.Empty;
    private int[] _relays = new int[8];
    private int[] _terminals = new int[8];
    private int _count;

    /// <summary>The others, all together.</summary>
    public int Terminals { get; private set; }

    /// <summary>Begins anew, without anybody.</summary>
    public void Clear(RelayDirectory directory) => (_directory, _count, Terminals) = (directory, 0, 0);

    /// <summary>One terminal is on that relay; a relay that does not exist (-1) or is dead counts for nothing.</summary>
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

    /// <summary>Of the others, those on this relay.</summary>
    public int On(int relay) => _relays.AsSpan(0, _count).IndexOf(relay) is >= 0 and var at ? _terminals[at] : 0;

    /// <summary>
    /// Packets per second that a relay sends more for so many terminals more: the others' media to them, theirs to those beside them, and a
    /// copy of theirs to each other relay. At least two streams, because a first terminal does not stay alone.
    /// </summary>
    /// <param name="relay">-1 for one that has none of the group.</param>
    public double Packets(int relay, int terminals)
    {
        var beside = On(relay);
        var shown = Math.Min(1, rules.Slots / Math.Max(1.0, Terminals + terminals - 1));
        var streams = shown * ((Terminals + terminals - 1) + beside + _count - (beside > 0 ? 1 : 0));
        return rules.PacketsPerStream * terminals * Math.Max(2, streams);
    }

    /// <summary>Mean price, in milliseconds, of the way to the others from a relay of this region that has none of them.</summary>
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

    /// <summary>How much of <see cref="HopFrom"/> is saved on a relay that has some of them.</summary>
    public double HopSaved(int relay)
    {
        var beside = On(relay);
        return beside == 0 ? 0 : beside * Hop(_directory.Layout.Region[relay], relay) / Terminals;
    }

    private double Hop(int region, int relay) =>
        rules.HopMs + (rules.LinkWeight * _directory.Mesh.BetweenRegions(region, _directory.Layout.Region[relay]));
}
