using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsultCluster.Domain.Groups;

/// <summary>Serialises an identifier as a plain string.</summary>
internal sealed class IdentifierConverter<T>(Func<string, T> make, Func<T, string> text) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        make(reader.GetString() ?? throw new JsonException("An identifier is missing."));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value));
}
