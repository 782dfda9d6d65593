namespace ConsultCluster.Benchmarks.Soak.Record;

/// <summary>A chat message that the hub said is recorded.</summary>
/// <param name="SentAt">When it was first sent, in nanoseconds of one clock: it cannot be on record earlier.</param>
/// <param name="AcknowledgedAt">When the answer came: it cannot be on record later.</param>
internal sealed record AcknowledgedMessage(string Group, string Terminal, string Id, string Text, long SentAt, long AcknowledgedAt);
