using System.Text.Json;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Relay.Loop;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>What the load and the relay's process say to each other: one line of JSON each.</summary>
/// <param name="Kind"><c>ready</c>, <c>offer</c>, <c>answer</c>, <c>usage</c>.</param>
internal sealed record HostMessage(
    string Kind,
    string Group = "",
    int Terminal = 0,
    string Sdp = "",
    Dictionary<string, TrackSource>? Sources = null,
    RelayUsage Usage = default,
    int Gen2Collections = 0)
{
    private const string Prefix = "host:";

    public string ToLine() => Prefix + JsonSerializer.Serialize(this);

    /// <summary>The next message; anything else on the stream is skipped. Null at its end.</summary>
    public static HostMessage? Read(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(Prefix, StringComparison.Ordinal))
            {
                return JsonSerializer.Deserialize<HostMessage>(line.AsSpan(Prefix.Length));
            }
        }

        return null;
    }
}
