namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>Hold a link to another relay.</summary>
/// <param name="Generation">Of the secret.</param>
/// <param name="Secret">32 bytes, base64url; never logged.</param>
/// <param name="Candidates">UDP addresses of the peer, most preferred first.</param>
public sealed record SetLink(string PeerId, long Generation, string Secret, IReadOnlyList<string> Candidates) : RelayOrder;
