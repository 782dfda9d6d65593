using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConsultCluster.Cluster.Wire;

/// <summary>Writes what is one string as that string, as a value and as the key of a dictionary.</summary>
internal sealed class IdentifierJson<T>(Func<string, T> make, Func<T, string> text) : JsonConverter<T>
    where T : notnull
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        make(reader.GetString() ?? throw new JsonException("An identifier is missing."));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(text(value));

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        make(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(text(value));
}
