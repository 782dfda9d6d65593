using System.Text.Json.Serialization;

namespace ConsultCluster.Contracts.Nodes;

/// <summary>One message of the link between a relay node and its control process: a JSON object whose <c>type</c> says which.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Challenge), "challenge")]
[JsonDerivedType(typeof(Proof), "proof")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Announce), "announce")]
[JsonDerivedType(typeof(Held), "held")]
[JsonDerivedType(typeof(Joined), "joined")]
[JsonDerivedType(typeof(Doors), "doors")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Beat), "beat")]
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
