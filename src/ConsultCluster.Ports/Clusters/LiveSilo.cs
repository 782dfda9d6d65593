namespace ConsultCluster.Ports.Clusters;

/// <summary>A process of the cluster that has groups and relays of its own.</summary>
/// <param name="Name">Name of its process in the cluster, the same as its relays' <see cref="Relays.RelayHome.Node"/>.</param>
/// <param name="Region">Label that the operator gave; empty when none.</param>
/// <param name="ControlUrl">Where the others reach its relays' control; null when it has none.</param>
/// <param name="IsSelf">It is this process.</param>
public sealed record LiveSilo(string Name, string Region, Uri? ControlUrl, bool IsSelf);
