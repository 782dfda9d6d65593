namespace ConsultCluster.Fuzz.Campaign;

/// <summary>What came of one parser.</summary>
/// <param name="Crashes">Inputs on which it threw.</param>
/// <param name="Hangs">Inputs that took longer than <see cref="FuzzCampaign.Deadline"/>.</param>
/// <param name="Outcomes">Different results; few mean that the mutants reach little.</param>
internal sealed record FuzzReport(string Target, long Inputs, long Crashes, long Hangs, int Outcomes, TimeSpan Elapsed, TimeSpan Slowest, string? FirstCrash);
