namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>The node's first message.</summary>
/// <param name="Protocol">Its <see cref="NodeProtocol.Version"/>.</param>
/// <param name="Nonce">32 random bytes, base64url.</param>
public sealed record Hello(int Protocol, string Nonce) : NodeMessage;

/// <summary>The control process's answer to <see cref="Hello"/>.</summary>
/// <param name="Nonce">32 random bytes, base64url.</param>
public sealed record Challenge(string Nonce) : NodeMessage;

/// <summary>The node proves the key, without sending it.</summary>
/// <param name="Certificate">
/// SHA-256 of the certificate (DER) that the node saw, base64url; null where none is needed: a trusted authority issued
/// the certificate, or the link is local to the machine.
/// </param>
/// <param name="Mac">HMAC-SHA256, base64url; docs/protocol/nodes.md defines the input.</param>
public sealed record Proof(string Mac, string? Certificate = null) : NodeMessage;

/// <summary>The control process proves the key as well.</summary>
/// <param name="Mac">HMAC-SHA256, base64url; docs/protocol/nodes.md defines the input.</param>
public sealed record Welcome(string Mac) : NodeMessage;

/// <summary>Identity and relays of the node. The sessions follow in <see cref="HeldSessions"/> messages.</summary>
/// <param name="Node">Its name in the cluster.</param>
/// <param name="Instance">Random per start: the same name with another instance is another process.</param>
/// <param name="Machine">The same for all processes of one machine.</param>
/// <param name="Region">Label set by the operator; may be empty.</param>
/// <param name="IsDraining">True while it takes no new sessions.</param>
public sealed record Announce(string Node, string Instance, string Machine, string Region, bool IsDraining, IReadOnlyList<AnnouncedRelay> Relays) : NodeMessage;

/// <summary>One relay of a node.</summary>
/// <param name="RelayId">Unique in the cluster.</param>
/// <param name="EndPoints">UDP addresses as <c>192.0.2.7:7000</c> or <c>[2001:db8::7]:7000</c>, most preferred first.</param>
public sealed record AnnouncedRelay(string RelayId, IReadOnlyList<string> EndPoints, RelayStatus Status);

/// <summary>Sessions on the node's relays, sent after <see cref="Announce"/>.</summary>
/// <param name="IsLast">False while more follow.</param>
public sealed record HeldSessions(IReadOnlyList<HeldSessionDto> Sessions, bool IsLast) : NodeMessage;

/// <summary>One session on a relay, with its last reported state.</summary>
/// <param name="Epoch">Newest epoch of the group that the relay knows.</param>
/// <param name="Sends">True when media of the terminal arrives.</param>
/// <param name="Receives">True when the terminal confirmed receiving media.</param>
public sealed record HeldSessionDto(
    string RelayId, string GroupId, string TerminalId, long Epoch, bool Sends, bool Receives, IReadOnlyList<FilledSlot> Slots);

/// <summary>The control process has listed the node's relays; orders may follow.</summary>
public sealed record Joined : NodeMessage;

/// <summary>
/// URLs of all control processes of the cluster. The node joins each of them. Sent after <see cref="Joined"/> and after each change; never
/// sent by a control process without a cluster.
/// </summary>
/// <param name="Self">URL of the sender.</param>
/// <param name="Others">URLs of the others.</param>
public sealed record ControlUrls(string Self, IReadOnlyList<string> Others) : NodeMessage;
