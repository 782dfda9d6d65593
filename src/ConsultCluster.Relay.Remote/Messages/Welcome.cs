namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>The control process proves the key as well.</summary>
/// <param name="Mac">HMAC-SHA256, base64url; docs/protocol/nodes.md says of what.</param>
public sealed record Welcome(string Mac) : NodeMessage;
