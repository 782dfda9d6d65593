namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>The control process's answer to <see cref="Hello"/>.</summary>
/// <param name="Nonce">32 random bytes, base64url.</param>
public sealed record Challenge(string Nonce) : NodeMessage;
