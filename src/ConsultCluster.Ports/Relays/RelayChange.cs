namespace ConsultCluster.Ports.Relays;

/// <summary>Something about one relay of the directory is different.</summary>
/// <param name="Before">As it was; null when it joined. A relay that joins may hold sessions of before: <see cref="IRelay.ListSessionsAsync"/>.</param>
/// <param name="After">As it is; null when it left.</param>
public sealed record RelayChange(ListedRelay? Before, ListedRelay? After);
