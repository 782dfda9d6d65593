namespace ConsultCluster.Cluster.State;

/// <summary>The grain storage does not answer, or did not a moment ago. Nothing waits for it: who gets this goes on without.</summary>
internal sealed class GrainStateUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
