using ConsultCluster.Engine.Relays;

namespace ConsultCluster.Engine.Embedded;

/// <summary>Which relay takes a group.</summary>
internal static class RelayChoice
{
    /// <summary>What a session that has just been opened will send before it shows in the rate: one voice, 50 packets/s.</summary>
    private const double PacketsPerNewSession = 50;

    /// <summary>The least loaded; null when there is none.</summary>
    public static IRelay? Pick(IReadOnlyList<IRelay> relays) =>
        relays.OrderBy(r => r.Load.PacketsPerSecondOut + (PacketsPerNewSession * r.Load.Sessions))
            .ThenBy(r => r.Id.Value, StringComparer.Ordinal)
            .FirstOrDefault();
}
