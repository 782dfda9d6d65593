using System.Text.Json;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote;

/// <summary>Writes and reads messages as JSON.</summary>
internal static class NodeJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.Never,
        MaxDepth = 16,
    };

    public static byte[] Write(NodeMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Options);

    /// <summary>The message; null when the text is not a message of this protocol.</summary>
    public static NodeMessage? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<NodeMessage>(json, Options);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
