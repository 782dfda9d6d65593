using System.Text.Json.Serialization;

namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>
/// An order to a relay. A new order needs a record, a line here, a case in the node's executor and a method of the
/// control process's relay.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(OpenSession), "openSession")]
[JsonDerivedType(typeof(ActivateSession), "activateSession")]
[JsonDerivedType(typeof(SetMuted), "setMuted")]
[JsonDerivedType(typeof(CloseSession), "closeSession")]
[JsonDerivedType(typeof(CloseGroup), "closeGroup")]
[JsonDerivedType(typeof(SetLink), "setLink")]
[JsonDerivedType(typeof(RemoveLink), "removeLink")]
[JsonDerivedType(typeof(SetCascade), "setCascade")]
[JsonDerivedType(typeof(ListSessions), "listSessions")]
public abstract record RelayOrder;

/// <summary>Open a terminal's session; returns a <see cref="SessionAnswer"/>.</summary>
/// <param name="Permissions">Names such as <c>publish</c>.</param>
/// <param name="Muted">Sources that are not forwarded: <c>microphone</c>, <c>camera</c>, <c>screen</c>.</param>
/// <param name="Sdp">The terminal's description.</param>
/// <param name="IsStandby">The session is a standby.</param>
/// <param name="Generation">Numbers the terminal's sessions within the epoch; 0 when they are not numbered.</param>
/// <param name="Sources">What each sending section carries, by mid.</param>
/// <param name="IsAllOrNothing">Refuse what can be answered in part, or fits nobody who is there.</param>
public sealed record OpenSession(
    string GroupId,
    long Epoch,
    string TerminalId,
    IReadOnlyList<string> Permissions,
    IReadOnlyList<string> Muted,
    string Sdp,
    IReadOnlyDictionary<string, string> Sources,
    bool IsStandby,
    long Generation = 0,
    bool IsAllOrNothing = false) : RelayOrder;

/// <summary>Make a standby session the terminal's session.</summary>
public sealed record ActivateSession(string GroupId, long Epoch, string TerminalId) : RelayOrder;

/// <summary>Stop, or resume, forwarding of a terminal's sources.</summary>
/// <param name="Muted">All sources muted from now on.</param>
public sealed record SetMuted(string GroupId, long Epoch, string TerminalId, IReadOnlyList<string> Muted) : RelayOrder;

/// <summary>End a terminal's session.</summary>
/// <param name="Generation">
/// Newest generation to end: a session opened after the order was given stays. 0 ends any session.
/// </param>
public sealed record CloseSession(string GroupId, long Epoch, string TerminalId, long Generation = 0) : RelayOrder;

/// <summary>End every session of a group.</summary>
public sealed record CloseGroup(string GroupId, long Epoch) : RelayOrder;

/// <summary>Open or update a link to another relay.</summary>
/// <param name="Generation">Generation of the secret.</param>
/// <param name="Secret">32 bytes, base64url; never logged.</param>
/// <param name="Candidates">UDP addresses of the peer, most preferred first.</param>
public sealed record SetLink(string PeerId, long Generation, string Secret, IReadOnlyList<string> Candidates) : RelayOrder;

/// <summary>End a link to another relay.</summary>
public sealed record RemoveLink(string PeerId, long Generation) : RelayOrder;

/// <summary>Share a group's tracks with other relays.</summary>
/// <param name="Peers">Every relay that the group is shared with.</param>
/// <param name="Routes">Tracks forwarded from peer to peer.</param>
public sealed record SetCascade(string GroupId, long Epoch, IReadOnlyList<string> Peers, IReadOnlyList<RouteDto> Routes) : RelayOrder;

/// <summary>Forwards tracks of terminals at one relay to another.</summary>
public sealed record RouteDto(string FromId, string ToId);

/// <summary>List the sessions; returns a <see cref="SessionList"/>.</summary>
/// <param name="GroupId">Only sessions of this group; null for all groups.</param>
public sealed record ListSessions(string? GroupId) : RelayOrder;
