namespace ConsultCluster.Benchmarks.Idle;

/// <summary>How many idle sessions are held, and how long is measured.</summary>
/// <param name="Sessions">Default 100,000.</param>
/// <param name="GroupSize">Terminals of one group. Default 2: the smallest consultation, which costs the most per terminal.</param>
/// <param name="Seconds">Length of each of the two measurements. Default 20.</param>
/// <param name="Json">One line of JSON and nothing else.</param>
internal sealed record IdleOptions(int Sessions, int GroupSize, int Seconds, bool Json)
{
    public const string Usage = "idle [--sessions 100000] [--group-size 2] [--seconds 20] [--json]";

    /// <exception cref="FormatException">An option is wrong; the message says which.</exception>
    public static IdleOptions Parse(Arguments args) => new(
        args.Number("--sessions", 100_000, 1, 1_000_000),
        args.Number("--group-size", 2, 1, 64),
        args.Number("--seconds", 20, 1, 600),
        args.Has("--json"));
}
