using System.Text.Json.Serialization;
using ConsultCluster.Contracts.Hub;

namespace ConsultCluster.Relay.Remote.Messages.Events;

/// <summary>An event of a session.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MediaEvent), "media")]
[JsonDerivedType(typeof(SlotsEvent), "slots")]
[JsonDerivedType(typeof(QualityEvent), "quality")]
[JsonDerivedType(typeof(GoneEvent), "gone")]
public abstract record SessionEvent;

/// <summary>Whether media arrives from the terminal, and whether it confirmed receiving media.</summary>
public sealed record MediaEvent(bool Sends, bool Receives) : SessionEvent;

/// <summary>All receive slots of the terminal, after a change.</summary>
/// <param name="Undecodable">What is in none of them because the terminal cannot decode it; null for nothing.</param>
public sealed record SlotsEvent(IReadOnlyList<FilledSlot> Slots, IReadOnlyList<UndecodableTrack>? Undecodable = null) : SessionEvent;

/// <summary>A measurement of the terminal's network.</summary>
public sealed record QualityEvent(QualityDto Quality) : SessionEvent;

/// <summary>The session ended by itself.</summary>
/// <param name="Reason">Reason for the log and the audit.</param>
public sealed record GoneEvent(string Reason) : SessionEvent;
