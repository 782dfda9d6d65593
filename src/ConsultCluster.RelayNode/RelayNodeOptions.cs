using ConsultCluster.Relay.Remote;

namespace ConsultCluster.RelayNode;

/// <summary>The settings of a relay node.</summary>
public sealed class RelayNodeOptions
{
    /// <summary>Its relays and its place in the cluster.</summary>
    public NodeOptions Node { get; } = new();

    /// <summary>TCP port of the health endpoint. Default 0, any free one.</summary>
    public int HttpPort { get; set; }

    /// <summary>TCP port for <c>/metrics</c> and nothing else; null for none.</summary>
    public int? MetricsPort { get; set; }

    /// <summary>The node key as text; null looks into <see cref="KeyFile"/> and the environment.</summary>
    public string? NodeKey { get; set; }

    /// <summary>A file that holds the node key.</summary>
    public string? KeyFile { get; set; }
}
