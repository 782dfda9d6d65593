namespace ConsultCluster.Domain.Relays;

/// <summary>
/// One planner's part of a relay's free capacity. Loads are one or two seconds old, and other planners' recent
/// decisions are unknown. When each planner keeps to its part, together they keep to the whole.
/// </summary>
/// <remarks>
/// The part is often less than one terminal. Then a random draw decides, for each planner and <see
/// cref="PlacementRules.QuotaWindow"/>: of 250 planners with room for a tenth of a terminal each, about 25 may place
/// one.
/// </remarks>
internal sealed class Quota(PlacementRules rules)
{
    private double[] _taken = [];
    private long[] _takenIn = [];
    private long _window;
    private ulong _seed;

    /// <summary>Number of planners, this one included.</summary>
    public int Planners { get; set; } = 1;

    /// <summary>Different for each planner.</summary>
    public ulong Salt { get; set; }

    /// <summary>Updates to the time; resets when relays were renumbered.</summary>
    public void Update(int relays, bool renumbered, TimeSpan now)
    {
        _window = now.Ticks / rules.QuotaWindow.Ticks;
        _seed = Salt ^ ((ulong)(_window + 1) * 0xD1B54A32D192ED03UL);
        if (renumbered)
        {
            (_taken, _takenIn) = (new double[relays], new long[relays]);
        }
    }

    /// <summary>Random value from 0 to 1 for this planner, window and hash.</summary>
    public double Draw(ulong hash) => StableHash.Fraction(_seed, hash);

    /// <summary>
    /// True when these packets are within this planner's part of the headroom, decided by a random draw for a fraction
    /// of a terminal.
    /// </summary>
    /// <param name="headroom">Packets per second that all planners together may add to the relay in one window.</param>
    public bool Allows(int relay, ulong hash, double packets, double headroom) =>
        Planners == 1 || Taken(relay) + (Draw(hash) * packets) <= headroom / Planners;

    /// <summary>Records that the planner used this much of its part.</summary>
    public void Take(int relay, double packets) => (_taken[relay], _takenIn[relay]) = (Taken(relay) + packets, _window);

    private double Taken(int relay) => _takenIn[relay] == _window ? _taken[relay] : 0;
}
