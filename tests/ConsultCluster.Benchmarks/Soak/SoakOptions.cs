using ConsultCluster.Benchmarks.Soak.Consultations;

namespace ConsultCluster.Benchmarks.Soak;

/// <summary>How long the soak is, and how many are in it.</summary>
/// <param name="Groups">Usual consultations at once, beside that of the witnesses and two of guests that flood.</param>
internal sealed record SoakOptions(TimeSpan Length, int Groups, int Members)
{
    public const string Usage = "soak [--minutes 60] [--groups 3] [--members 3] [--json]";

    /// <summary>Shorter runs say whether the soak works: they print delays and memory and judge neither.</summary>
    public static readonly TimeSpan Judged = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan _speak = TimeSpan.FromSeconds(4);

    public bool IsJudged => Length >= Judged;

    /// <summary>Before the run: the just-in-time compiler's time.</summary>
    public TimeSpan WarmUp => Clamp(Length / 10, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(90));

    public BusyOptions Busy => new(
        Members,
        Clamp(Length / 20, TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2)),
        Clamp(Length / 6, TimeSpan.FromSeconds(40), TimeSpan.FromMinutes(10)),
        _speak);

    public static SoakOptions Parse(Arguments args) => new(
        TimeSpan.FromMinutes(args.Number("--minutes", 60, 1, 1_440)), args.Number("--groups", 3, 1, 20), args.Number("--members", 3, 1, 12));

    private static TimeSpan Clamp(TimeSpan time, TimeSpan least, TimeSpan most) => time < least ? least : time > most ? most : time;
}
