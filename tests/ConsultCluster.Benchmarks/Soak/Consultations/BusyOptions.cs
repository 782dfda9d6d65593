namespace ConsultCluster.Benchmarks.Soak.Consultations;

/// <summary>How lively the usual consultations are.</summary>
/// <param name="Members">Seats of each that are taken most of the time.</param>
/// <param name="Stay">Longest stay of a member; half of it at least.</param>
/// <param name="Life">Of a consultation, until it is closed and another one opened.</param>
/// <param name="Speak">Between two messages of a member: well below what a person may write.</param>
internal sealed record BusyOptions(int Members, TimeSpan Stay, TimeSpan Life, TimeSpan Speak);
