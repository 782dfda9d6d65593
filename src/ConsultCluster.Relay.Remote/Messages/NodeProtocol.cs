namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>Constants of the link between a relay node and its control process (docs/protocol/nodes.md).</summary>
public static class NodeProtocol
{
    /// <summary>Increased by every incompatible change.</summary>
    public const int Version = 2;

    /// <summary>Path of the WebSocket at the control process.</summary>
    public const string Path = "/nodes/link";

    /// <summary>Largest message in bytes: the list of some 20,000 sessions; an offer of 256 KiB is far below.</summary>
    public const int MaxMessageBytes = 4 * 1024 * 1024;

    /// <summary>Largest message in bytes before the handshake is complete: a proof names the certificates of up to <see cref="MaxRelays"/> relays.</summary>
    public const int MaxHandshakeBytes = 16 * 1024;

    /// <summary>Most relays of one node.</summary>
    public const int MaxRelays = 64;
}
