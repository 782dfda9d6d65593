using System.Text.Json;
using ConsultCluster.Cluster.Wire;
using Orleans.Storage;

namespace ConsultCluster.Cluster.State;

/// <summary>Writes grain state as the JSON of <see cref="DomainJson"/>: a program of another version finds what it knows, and leaves out what it does not.</summary>
internal sealed class JsonStateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, DomainJson.Options));

    public T? Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input, DomainJson.Options);
}
