using System.Collections.Concurrent;
using System.Text.Json;

namespace ConsultCluster.Benchmarks.Soak.Floods;

/// <summary>What was flooded and how it was answered. Any thread.</summary>
internal sealed class FloodTally
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <param name="what">Of the flood and its answer, such as <c>chat.sent</c> or <c>chat.refused.request.too_many</c>.</param>
    public void Add(string what, long count = 1) => _counts.AddOrUpdate(what, count, (_, before) => before + count);

    public string ToLine() => JsonSerializer.Serialize(new SortedDictionary<string, long>(_counts, StringComparer.Ordinal));

    public static IReadOnlyDictionary<string, long> Read(string line) => JsonSerializer.Deserialize<SortedDictionary<string, long>>(line)!;
}
