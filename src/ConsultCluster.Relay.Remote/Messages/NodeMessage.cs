using System.Text.Json.Serialization;

namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>A message between relay node and control process: a JSON object with its kind in <c>type</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Challenge), "challenge")]
[JsonDerivedType(typeof(Proof), "proof")]
[JsonDerivedType(typeof(ServerProof), "serverProof")]
[JsonDerivedType(typeof(NodesChanged), "nodesChanged")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Announce), "announce")]
[JsonDerivedType(typeof(HeldSessions), "heldSessions")]
[JsonDerivedType(typeof(Joined), "joined")]
[JsonDerivedType(typeof(ControlUrls), "controlUrls")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Heartbeat), "heartbeat")]
[JsonDerivedType(typeof(StatusReport), "status")]
[JsonDerivedType(typeof(OrderMessage), "order")]
[JsonDerivedType(typeof(AnswerMessage), "answer")]
[JsonDerivedType(typeof(Observe), "observe")]
[JsonDerivedType(typeof(EventMessage), "event")]
[JsonDerivedType(typeof(LinkEvent), "linkEvent")]
[JsonDerivedType(typeof(Drain), "drain")]
[JsonDerivedType(typeof(DrainState), "drainState")]
[JsonDerivedType(typeof(Leaving), "leaving")]
public abstract record NodeMessage;

/// <summary>Sent every 100 ms by both ends.</summary>
/// <param name="Number">Counts up from 1 on each link.</param>
public sealed record Heartbeat(long Number) : NodeMessage;

/// <summary>The last message before either end closes the link.</summary>
/// <param name="Code">One of <see cref="NodeRefusals"/>.</param>
/// <param name="Reason">English sentence that says what the operator can do.</param>
public sealed record Refused(string Code, string Reason) : NodeMessage;

/// <summary>The node's last message: the process ends with all its sessions.</summary>
public sealed record Leaving : NodeMessage;

/// <summary>Orders the node to accept no new sessions and let existing ones move away, or to resume.</summary>
public sealed record Drain(bool IsOn) : NodeMessage;

/// <summary>The node has started or stopped draining, or is empty.</summary>
/// <param name="IsEmpty">True when it drains and holds no sessions.</param>
public sealed record DrainState(bool IsDraining, bool IsEmpty) : NodeMessage;

/// <summary>From one server to another: relay nodes were enrolled or revoked. The receiver reads them again at once.</summary>
public sealed record NodesChanged : NodeMessage;
