namespace ConsultCluster.Benchmarks.Soak.Record;

/// <summary>A chat message as the record has it.</summary>
internal sealed record RecordedMessage(string Terminal, string Id, string Text);
