using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConsultCluster.Benchmarks;

/// <summary>One line of JSON: what was set, then what was measured.</summary>
internal static class JsonRow
{
    /// <param name="set">Names in snake case, as they shall stand there.</param>
    /// <param name="figures">An object whose properties follow.</param>
    public static string Of(string benchmark, object set, object figures)
    {
        var row = new JsonObject { ["benchmark"] = benchmark };
        foreach (var part in (object[])[set, figures])
        {
            foreach (var (name, value) in JsonSerializer.SerializeToNode(part)!.AsObject())
            {
                row[name] = value?.DeepClone();
            }
        }

        return row.ToJsonString();
    }
}
