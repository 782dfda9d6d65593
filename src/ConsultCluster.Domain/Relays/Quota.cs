namespace ConsultCluster.Domain.Relays;

/// <summary>
/// One planner's part of what a relay has free. Loads are a second or two old, and what the other planners decided since is not known; when
/// each keeps to its part, all together keep to the whole, whoever and however many want the same relay.
/// </summary>
/// <remarks>
/// The part is often less than one terminal. Then a lot decides, anew in each <see cref="PlacementRules.QuotaWindow"/> and another for each planner:
/// of 250 planners with room for a tenth of a terminal each, about 25 may send one.
/// </remarks>
internal sealed class Quota(PlacementRules rules)
{
    private double[] _taken = [];
    private long[] _takenIn = [];
    private long _window;
    private ulong _lot;

    /// <summary>How many planners decide, this one included.</summary>
    public int Planners { get; set; } = 1;

    /// <summary>Another one for each planner.</summary>
    public ulong Salt { get; set; }

    /// <summary>Brings it up to the time, and begins anew when relays were renumbered.</summary>
    public void Align(int relays, bool renumbered, TimeSpan now)
    {
        _window = now.Ticks / rules.QuotaWindow.Ticks;
        _lot = Salt ^ ((ulong)(_window + 1) * 0xD1B54A32D192ED03UL);
        if (renumbered)
        {
            (_taken, _takenIn) = (new double[relays], new long[relays]);
        }
    }

    /// <summary>From 0 to 1, by lot, for this planner, this window and what the hash stands for.</summary>
    public double Lot(ulong hash) => StableHash.Fraction(_lot, hash);

    /// <summary>True when these packets are within this planner's part of the headroom, or the lot fell on it.</summary>
    /// <param name="headroom">Packets per second that the relay may get from everybody in one window.</param>
    public bool Allows(int relay, ulong hash, double packets, double headroom) =>
        Planners == 1 || Taken(relay) + (Lot(hash) * packets) <= headroom / Planners;

    /// <summary>The planner has used this much of its part.</summary>
    public void Take(int relay, double packets) => (_taken[relay], _takenIn[relay]) = (Taken(relay) + packets, _window);

    private double Taken(int relay) => _takenIn[relay] == _window ? _taken[relay] : 0;
}
