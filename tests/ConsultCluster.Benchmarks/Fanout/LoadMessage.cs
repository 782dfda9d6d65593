using System.Text;
using System.Text.Json;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Benchmarks.Fanout;

/// <summary>What the measuring process and the load process say to each other: one line of JSON each, in base64 so that nothing else on the line matters.</summary>
/// <param name="Kind"><c>offer</c>, <c>answer</c>, <c>begin</c>, <c>end</c>, <c>result</c>.</param>
internal sealed record LoadMessage(
    string Kind,
    int Terminal = 0,
    string Sdp = "",
    Dictionary<string, TrackSource>? Sources = null,
    LoadResult? Result = null)
{
    private const string Prefix = "load:";

    public string ToLine() => Prefix + Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>The next message; anything else on the stream is skipped. Null at its end.</summary>
    public static async Task<LoadMessage?> ReadAsync(TextReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Prefix, StringComparison.Ordinal))
            {
                return JsonSerializer.Deserialize<LoadMessage>(Encoding.UTF8.GetString(Convert.FromBase64String(line[Prefix.Length..])));
            }
        }

        return null;
    }
}
