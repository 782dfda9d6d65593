namespace ConsultCluster.Ports.Relays;

/// <summary>Where a relay runs: what fails together, and what is near.</summary>
/// <param name="Node">Name of its process in the cluster; relays of one node die together.</param>
/// <param name="Machine">The same for all processes of one machine, whatever containers they run in; says nothing else about it.</param>
/// <param name="Region">Label that the operator gave; empty when none.</param>
public sealed record RelayHome(string Node, string Machine, string Region);
