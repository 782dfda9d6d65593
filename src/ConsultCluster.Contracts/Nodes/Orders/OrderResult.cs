using System.Text.Json.Serialization;

namespace ConsultCluster.Contracts.Nodes.Orders;

/// <summary>What an order that was done gives back.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SessionAnswer), "sessionAnswer")]
[JsonDerivedType(typeof(SessionList), "sessionList")]
public abstract record OrderResult;
