using System.Text.Json;
using ConsultCluster.Media.Forwarding;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>What the load and the relay's process say to each other: one line of JSON each.</summary>
/// <param name="Kind"><c>ready</c>, <c>offer</c>, <c>answer</c>, <c>usage</c>.</param>
/// <param name="Port">Of the relay, when it is ready.</param>
/// <param name="Terminal">Whose offer or answer it is.</param>
/// <param name="IsOnLinked">The offer is to the second of two linked relays.</param>
internal sealed record HostMessage(
    string Kind,
    ushort Port = 0,
    string Group = "",
    int Terminal = 0,
    string Sdp = "",
    IReadOnlyDictionary<string, TrackSource>? Sources = null,
    HostUsage Usage = default,
    bool IsOnLinked = false)
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
