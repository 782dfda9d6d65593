using System.Text.Json;
using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Cluster.Wire;

/// <summary>An offer between processes. Its description, some 10 kB of short lines, goes as plain text: as JSON every line's end would be escaped.</summary>
[GenerateSerializer]
[Immutable]
internal readonly record struct MediaOfferWire([property: Id(0)] string Sdp, [property: Id(1)] byte[] Rest);

/// <summary>An answer between processes, likewise.</summary>
[GenerateSerializer]
[Immutable]
internal readonly record struct MediaAnswerWire([property: Id(0)] string Sdp, [property: Id(1)] byte[] Rest);

/// <summary>Takes the description out of the JSON.</summary>
[RegisterConverter]
internal sealed class MediaOfferConverter : IConverter<MediaOffer, MediaOfferWire>
{
    public MediaOffer ConvertFromSurrogate(in MediaOfferWire surrogate) => JsonSerializer.Deserialize<MediaOffer>(surrogate.Rest, DomainJson.Options)! with { Sdp = surrogate.Sdp };

    public MediaOfferWire ConvertToSurrogate(in MediaOffer value) =>
        new(value.Sdp, JsonSerializer.SerializeToUtf8Bytes(value with { Sdp = string.Empty }, DomainJson.Options));
}

/// <summary>Takes the description out of the JSON.</summary>
[RegisterConverter]
internal sealed class MediaAnswerConverter : IConverter<MediaAnswer, MediaAnswerWire>
{
    public MediaAnswer ConvertFromSurrogate(in MediaAnswerWire surrogate) => JsonSerializer.Deserialize<MediaAnswer>(surrogate.Rest, DomainJson.Options)! with { Sdp = surrogate.Sdp };

    public MediaAnswerWire ConvertToSurrogate(in MediaAnswer value) =>
        new(value.Sdp, JsonSerializer.SerializeToUtf8Bytes(value with { Sdp = string.Empty }, DomainJson.Options));
}
