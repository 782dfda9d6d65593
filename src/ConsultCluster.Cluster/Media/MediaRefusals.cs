using ConsultCluster.Domain;

namespace ConsultCluster.Cluster.Media;

/// <summary>Why a session cannot be opened.</summary>
internal static class MediaRefusals
{
    public static Refusal NoSeat { get; } = new(RefusalCodes.MemberUnknown, "This terminal is not in the consultation. Enter again.");

    public static Refusal NoRelay { get; } = new(RefusalCodes.RelayUnavailable, "No relay can take the call now. Try again in a moment.");

    public static Refusal NoAnswer { get; } = new(RefusalCodes.RelayUnavailable, "The relay did not answer. Try again in a moment.");

    public static Refusal NoStandby { get; } = new(RefusalCodes.RelayNoStandby, "There is no second relay for a standby session now.");

    public static Refusal MediaFirst { get; } = new(RefusalCodes.RelayNoStandby, "Media comes first: offer a session, and then a standby session.");
}
