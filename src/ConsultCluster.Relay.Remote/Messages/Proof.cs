namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>The node proves the key, without sending it.</summary>
/// <param name="Certificate">
/// SHA-256 of the certificate (DER) that the node saw, base64url; null where none is needed: an authority that the node trusts vouches
/// for the certificate, or the link stays on the machine.
/// </param>
/// <param name="Mac">HMAC-SHA256, base64url; docs/protocol/nodes.md says of what.</param>
public sealed record Proof(string Mac, string? Certificate = null) : NodeMessage;
