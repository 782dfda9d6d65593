using System.Text.Json.Serialization;

namespace ConsultCluster.Benchmarks.Idle;

/// <summary>The one line of JSON.</summary>
internal sealed record IdleResult(
    [property: JsonPropertyName("benchmark")] string Benchmark,
    [property: JsonPropertyName("sessions")] int Sessions,
    [property: JsonPropertyName("rss_bytes_per_session")] double RssBytesPerSession,
    [property: JsonPropertyName("managed_bytes_per_session")] double ManagedBytesPerSession,
    [property: JsonPropertyName("cpu_share_idle")] double CpuShareIdle,
    [property: JsonPropertyName("cpu_share_with_checks")] double CpuShareWithChecks,
    [property: JsonPropertyName("cpu_us_per_check")] double CpuUsPerCheck,
    [property: JsonPropertyName("checks_per_s")] double ChecksPerSecond,
    [property: JsonPropertyName("checks_answered")] double ChecksAnswered,
    [property: JsonPropertyName("setup_seconds")] double SetupSeconds,
    [property: JsonPropertyName("join_cpu_us_per_session")] double JoinCpuUsPerSession,
    [property: JsonPropertyName("group_size")] int GroupSize,
    [property: JsonPropertyName("seconds")] int Seconds)
{
    /// <summary>Resident memory that an idle session may take, in bytes.</summary>
    public const double MaxRssBytesPerSession = 6 * 1024;

    /// <summary>Share of one core that all idle sessions together may take.</summary>
    public const double MaxCpuShareIdle = 0.01;

    /// <summary>Both limits are kept.</summary>
    public bool IsWithinLimits() => RssBytesPerSession < MaxRssBytesPerSession && CpuShareIdle < MaxCpuShareIdle;
}
