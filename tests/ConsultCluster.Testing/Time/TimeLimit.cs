namespace ConsultCluster.Testing.Time;

/// <summary>
/// Limits for what tests measure with a real clock. <c>./test orleans</c> and <c>./test bench</c> run alone on a quiet machine and hold them; elsewhere ten times as
/// much is allowed, so no test fails because the machine is slow or busy.
/// </summary>
public static class TimeLimit
{
    /// <summary><c>1</c> holds the limits of a quiet machine.</summary>
    public const string Variable = "QUIET_MACHINE";

    private const int Factor = 10;

    /// <summary>True when the limits of a quiet machine hold.</summary>
    public static bool IsQuiet { get; } = Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>What may be measured where the machine is quiet, and ten times as much elsewhere.</summary>
    public static TimeSpan Of(TimeSpan quiet) => IsQuiet ? quiet : quiet * Factor;

    /// <summary>The same in milliseconds.</summary>
    public static double Of(double quiet) => IsQuiet ? quiet : quiet * Factor;
}
