namespace ConsultCluster.Benchmarks.Idle;

/// <summary>The one line of JSON.</summary>
internal sealed record IdleResult(
    string Benchmark,
    int Sessions,
    double RssBytesPerSession,
    double ManagedBytesPerSession,
    double CpuShareIdle,
    double CpuShareWithChecks,
    double CpuUsPerCheck,
    double ChecksPerS,
    double ChecksAnswered,
    double SetupSeconds,
    double JoinCpuUsPerSession,
    int GroupSize,
    int Seconds)
{
    /// <summary>Resident memory that an idle session may take, in bytes.</summary>
    public const double MaxRssBytesPerSession = 6 * 1024;

    /// <summary>Share of one core that all idle sessions together may take.</summary>
    public const double MaxCpuShareIdle = 0.01;

    /// <summary>Both limits are kept.</summary>
    public bool IsWithinLimits() => RssBytesPerSession < MaxRssBytesPerSession && CpuShareIdle < MaxCpuShareIdle;
}
