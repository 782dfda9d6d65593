namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>The node's first message.</summary>
/// <param name="Protocol">Its <see cref="NodeProtocol.Version"/>.</param>
/// <param name="Nonce">32 random bytes, base64url.</param>
public sealed record Hello(int Protocol, string Nonce) : NodeMessage;
