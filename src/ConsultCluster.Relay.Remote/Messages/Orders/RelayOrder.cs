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
