namespace ConsultCluster.Benchmarks.Simulate.Model;

/// <summary>What was found some time after something happened.</summary>
/// <param name="Moved">Terminals whose media moved meanwhile.</param>
/// <param name="PeakMaxOverMean">Highest load of a relay over the mean, at any second meanwhile.</param>
public sealed record Phase(string Name, Findings Found, int Moved, double PeakMaxOverMean);
