using System.Text.Json.Serialization;

namespace ConsultCluster.Relay.Remote.Messages.Orders;

/// <summary>Result of an executed order.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SessionAnswer), "sessionAnswer")]
[JsonDerivedType(typeof(SessionList), "sessionList")]
public abstract record OrderResult;

/// <summary>The relay's description for a terminal.</summary>
public sealed record SessionAnswer(string Sdp) : OrderResult;

/// <summary>Sessions of a relay.</summary>
public sealed record SessionList(IReadOnlyList<ListedSession> Sessions) : OrderResult;

/// <summary>One session of a relay.</summary>
/// <param name="Epoch">The newest epoch that the relay knows of the group.</param>
/// <param name="IsStandby">The session is a standby.</param>
public sealed record ListedSession(string GroupId, long Epoch, string TerminalId, bool IsStandby);
