using System.Text.Json.Serialization;

namespace ConsultCluster.Relay.Remote.Messages.Events;

/// <summary>An event of a session.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(MediaEvent), "media")]
[JsonDerivedType(typeof(SlotsEvent), "slots")]
[JsonDerivedType(typeof(QualityEvent), "quality")]
[JsonDerivedType(typeof(GoneEvent), "gone")]
public abstract record SessionEvent;
