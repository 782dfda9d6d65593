using System.Text.Json.Serialization;

namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>Result of an executed order.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SessionAnswer), "sessionAnswer")]
[JsonDerivedType(typeof(SessionList), "sessionList")]
public abstract record OrderResult;
