using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConsultCluster.Benchmarks;

/// <summary>One line of JSON, its names in snake case.</summary>
internal static class JsonRow
{
    private static readonly JsonSerializerOptions _options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>An object's properties.</summary>
    public static string Of(object row) => JsonSerializer.Serialize(row, _options);

    /// <summary>What was set, then what was measured.</summary>
    public static string Of(string benchmark, object set, object figures)
    {
        var row = new JsonObject { ["benchmark"] = benchmark };
        foreach (var part in (object[])[set, figures])
        {
            foreach (var (name, value) in JsonSerializer.SerializeToNode(part, _options)!.AsObject())
            {
                row[name] = value?.DeepClone();
            }
        }

        return row.ToJsonString();
    }
}
