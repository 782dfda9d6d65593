namespace ConsultCluster.Relay;

/// <summary>A relay cannot start: wrong options, a port in use, a system it does not run on. The message says what to do.</summary>
public sealed class RelayStartException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The UDP port that another program uses; null when that is not the reason.</summary>
    public int? PortInUse { get; init; }
}
