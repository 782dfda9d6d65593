using ConsultCluster.Domain;

namespace ConsultCluster.Cluster.Media;

/// <summary>Why no relay opens a session.</summary>
internal static class MediaRefusals
{
    public static Refusal NoRelay { get; } = new(RefusalCodes.RelayUnavailable, "No relay can take the call now. Try again in a moment.");

    public static Refusal NoAnswer { get; } = new(RefusalCodes.RelayUnavailable, "The relay did not answer. Try again in a moment.");

    public static Refusal NoStandby { get; } = new(RefusalCodes.RelayNoStandby, "There is no second relay for a standby session now.");
}
