using System.Globalization;

namespace ConsultCluster.Cluster.Hosting.Clocks;

/// <summary>This machine's clock is too far from the database's for the process to start; the message says what to do.</summary>
public sealed class ClockWrongException(TimeSpan ahead) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"This machine's clock is {ahead.Duration().TotalSeconds:F0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the database's: set both by NTP (timedatectl set-ntp true) and start again."));
