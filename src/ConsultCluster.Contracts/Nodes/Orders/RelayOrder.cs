using System.Text.Json.Serialization;

namespace ConsultCluster.Contracts.Nodes.Orders;

/// <summary>What a relay is to do. A new order is a record, a line here, a case where the node carries orders out, and a method at the control process.</summary>
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
