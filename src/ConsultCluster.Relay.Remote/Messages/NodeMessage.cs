using System.Text.Json.Serialization;

namespace ConsultCluster.Relay.Remote.Messages;

/// <summary>One message of the link between a relay node and its control process: a JSON object with its kind in <c>type</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Challenge), "challenge")]
[JsonDerivedType(typeof(Proof), "proof")]
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
