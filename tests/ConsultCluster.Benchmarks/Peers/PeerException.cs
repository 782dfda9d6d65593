namespace ConsultCluster.Benchmarks.Peers;

/// <summary>A peer did not start, did not answer, or refused; the message is for the person who runs the benchmark.</summary>
internal sealed class PeerException(string message, Exception? inner = null) : Exception(message, inner);
