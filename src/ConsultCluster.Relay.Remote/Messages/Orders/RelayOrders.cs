using System.Text.Json.Serialization;

namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>An order to a relay. A new order takes a record, a line here, a case in the node's executor and a method of the control process's relay.</summary>
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

/// <summary>Hold this terminal's transport; gives a <see cref="SessionAnswer"/>.</summary>
/// <param name="Permissions">Words such as <c>publish</c>.</param>
/// <param name="Muted">Sources that are not forwarded: <c>microphone</c>, <c>camera</c>, <c>screen</c>.</param>
/// <param name="Sdp">The terminal's description.</param>
/// <param name="IsStandby">The session is a standby.</param>
/// <param name="Generation">Numbers the terminal's sessions within the epoch; 0 when they are not numbered.</param>
/// <param name="Sources">What each of its sending sections carries, by mid.</param>
public sealed record OpenSession(
    string GroupId,
    long Epoch,
    string TerminalId,
    IReadOnlyList<string> Permissions,
    IReadOnlyList<string> Muted,
    string Sdp,
    IReadOnlyDictionary<string, string> Sources,
    bool IsStandby,
    long Generation = 0) : RelayOrder;

/// <summary>Make a standby session the terminal's session.</summary>
public sealed record ActivateSession(string GroupId, long Epoch, string TerminalId) : RelayOrder;

/// <summary>Stop, or resume, forwarding of a terminal's sources.</summary>
/// <param name="Muted">All that are muted from now on.</param>
public sealed record SetMuted(string GroupId, long Epoch, string TerminalId, IReadOnlyList<string> Muted) : RelayOrder;

/// <summary>End a terminal's session.</summary>
/// <param name="Generation">The newest to end: a session that was opened after the order was given stays. 0 ends whatever is there.</param>
public sealed record CloseSession(string GroupId, long Epoch, string TerminalId, long Generation = 0) : RelayOrder;

/// <summary>End every session of a group.</summary>
public sealed record CloseGroup(string GroupId, long Epoch) : RelayOrder;

/// <summary>Hold a link to another relay.</summary>
/// <param name="Generation">Of the secret.</param>
/// <param name="Secret">32 bytes, base64url; never logged.</param>
/// <param name="Candidates">UDP addresses of the peer, most preferred first.</param>
public sealed record SetLink(string PeerId, long Generation, string Secret, IReadOnlyList<string> Candidates) : RelayOrder;

/// <summary>End a link to another relay.</summary>
public sealed record RemoveLink(string PeerId, long Generation) : RelayOrder;

/// <summary>Share a group's tracks with other relays.</summary>
/// <param name="Peers">Every relay it is shared with.</param>
/// <param name="Routes">What is passed on from peer to peer.</param>
public sealed record SetCascade(string GroupId, long Epoch, IReadOnlyList<string> Peers, IReadOnlyList<RouteDto> Routes) : RelayOrder;

/// <summary>Tracks of terminals at one relay are passed on to another.</summary>
public sealed record RouteDto(string FromId, string ToId);

/// <summary>Say which sessions there are; gives a <see cref="SessionList"/>.</summary>
/// <param name="GroupId">Only of this group; of all without it.</param>
public sealed record ListSessions(string? GroupId) : RelayOrder;
