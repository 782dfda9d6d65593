namespace ConsultCluster.Relay;

/// <summary>A relay cannot start: wrong options, a port in use, a system it does not run on. The message says what to do.</summary>
public sealed class RelayStartException(string message, Exception? inner = null) : Exception(message, inner);
