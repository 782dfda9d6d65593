namespace ConsultCluster.Relay;

/// <summary>
/// A relay cannot start: invalid options, port in use, unsupported system. The message says what to do.
/// </summary>
public sealed class RelayStartException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The UDP port that another program uses; null when that is not the cause.</summary>
    public int? PortInUse { get; init; }
}
