namespace ConsultCluster.Cluster.Hosting.Clocks;

/// <summary>One comparison of two clocks.</summary>
/// <param name="Ahead">By how much ours is ahead, if the question took as long as the answer.</param>
/// <param name="Error">Ours may be ahead by so much more or less: half of the round trip. A busy machine makes it large, never the clock wrong.</param>
internal readonly record struct ClockReading(TimeSpan Ahead, TimeSpan Error)
{
    /// <param name="asked">Our clock when the question was sent.</param>
    /// <param name="theirs">The other clock.</param>
    /// <param name="took">Round trip, by a clock that nobody sets.</param>
    public static ClockReading Of(DateTimeOffset asked, DateTimeOffset theirs, TimeSpan took) => new(asked + (took / 2) - theirs, took / 2);

    /// <summary>The clocks differ by more than this, whatever the round trip hides.</summary>
    public bool IsOffBy(TimeSpan limit) => Ahead.Duration() - Error > limit;
}
