namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>The node's first message.</summary>
/// <param name="Protocol">Its <see cref="NodeProtocol.Version"/>.</param>
/// <param name="Nonce">32 random bytes, base64url.</param>
public sealed record Hello(int Protocol, string Nonce) : NodeMessage;

/// <summary>The control process's answer to <see cref="Hello"/>.</summary>
/// <param name="Nonce">32 random bytes, base64url.</param>
/// <param name="Key">The cluster's public key (P-256, SubjectPublicKeyInfo), base64url.</param>
public sealed record Challenge(string Nonce, string Key) : NodeMessage;

/// <summary>A relay node proves its own key, and vouches for the certificates of its relays.</summary>
/// <param name="Node">Its name, which the announcement repeats.</param>
/// <param name="Instance">Random per start, which the announcement repeats.</param>
/// <param name="Key">Its public key (P-256, SubjectPublicKeyInfo), base64url.</param>
/// <param name="Relays">Every relay of the announcement, with its certificate.</param>
/// <param name="Signature">ECDSA with SHA-256 (r and s, 64 bytes), base64url; docs/protocol/nodes.md defines the input.</param>
/// <param name="Certificate">
/// SHA-256 of the certificate (DER) that the node saw, base64url; null where none is needed: a trusted authority issued
/// the certificate, or the link is local to the machine.
/// </param>
/// <param name="Voucher">What enrols a node that is not yet; null without.</param>
public sealed record Proof(
    string Node,
    string Instance,
    string Key,
    IReadOnlyList<RelayCertificate> Relays,
    string Signature,
    string? Certificate = null,
    Voucher? Voucher = null) : NodeMessage;

/// <summary>The certificate of a relay.</summary>
/// <param name="Fingerprint">SHA-256 of the certificate (DER) with which it answers terminals, base64url.</param>
public sealed record RelayCertificate(string RelayId, string Fingerprint);

/// <summary>Proof of a one-time code or of the node key, without sending it.</summary>
/// <param name="Kind"><c>code</c> or <c>key</c>.</param>
/// <param name="Id">Which code or key.</param>
/// <param name="Mac">HMAC-SHA256, base64url; docs/protocol/nodes.md defines the input.</param>
public sealed record Voucher(string Kind, string Id, string Mac);

/// <summary>A server of the cluster proves the servers' secret.</summary>
/// <param name="Mac">HMAC-SHA256, base64url; docs/protocol/nodes.md defines the input.</param>
/// <param name="Certificate">As in <see cref="Proof"/>.</param>
public sealed record ServerProof(string Mac, string? Certificate = null) : NodeMessage;

/// <summary>The control process proves itself as well.</summary>
/// <param name="Signature">By the cluster's key, as in <see cref="Proof"/>.</param>
/// <param name="Mac">By the voucher or the servers' secret; null where the node gave neither, or one that counts no more.</param>
public sealed record Welcome(string Signature, string? Mac) : NodeMessage;

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
/// <param name="Undecodable">What the terminal cannot decode; null for nothing.</param>
public sealed record HeldSessionDto(
    string RelayId,
    string GroupId,
    string TerminalId,
    long Epoch,
    bool Sends,
    bool Receives,
    IReadOnlyList<FilledSlot> Slots,
    IReadOnlyList<UndecodableTrack>? Undecodable = null);

/// <summary>The control process has listed the node's relays; orders may follow.</summary>
public sealed record Joined : NodeMessage;

/// <summary>
/// URLs of all control processes of the cluster. The node joins each of them. Sent after <see cref="Joined"/> and after each change; never
/// sent by a control process without a cluster.
/// </summary>
/// <param name="Self">URL of the sender.</param>
/// <param name="Others">URLs of the others.</param>
public sealed record ControlUrls(string Self, IReadOnlyList<string> Others) : NodeMessage;
