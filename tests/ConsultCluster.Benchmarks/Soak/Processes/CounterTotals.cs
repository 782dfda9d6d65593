using System.Globalization;

namespace ConsultCluster.Benchmarks.Soak.Processes;

/// <summary>
/// Adds up counters of several processes that die and start again with 0, from what <c>/metrics</c> says (Prometheus text format, version 0.0.4).
/// </summary>
internal sealed class CounterTotals
{
    private readonly Dictionary<(string Process, string Series), double> _last = [];
    private readonly Dictionary<string, double> _totals = new(StringComparer.Ordinal);

    /// <summary>By how much each series with its labels grew since the first reading, over all processes.</summary>
    public IReadOnlyDictionary<string, double> Totals => _totals;

    /// <summary>Takes one page. What a process counted before its first page does not count.</summary>
    public void Add(string process, string page)
    {
        var isFirst = !_last.Keys.Any(key => key.Process == process);
        foreach (var line in page.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryRead(line, out var series, out var value))
            {
                continue;
            }

            var last = _last.GetValueOrDefault((process, series));
            _last[(process, series)] = value;
            if (!isFirst)
            {
                _totals[series] = _totals.GetValueOrDefault(series) + (value >= last ? value - last : value);
            }
        }
    }

    /// <summary>A counter's line; labels that name the process are left out, so that processes add up.</summary>
    private static bool TryRead(string line, out string series, out double value)
    {
        (series, value) = ("", 0);
        if (line[0] == '#')
        {
            return false;
        }

        var end = line.LastIndexOf('}') is var brace and >= 0 ? brace + 1 : line.IndexOf(' ', StringComparison.Ordinal);
        if (end <= 0 || end >= line.Length)
        {
            return false;
        }

        series = line[..end];
        var name = series.Split('{')[0];
        var number = line[end..].Trim().Split(' ')[0];
        series = name + string.Concat(Labels(series));
        return (name.EndsWith("_total", StringComparison.Ordinal) || name.EndsWith("_count", StringComparison.Ordinal))
            && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static IEnumerable<string> Labels(string series)
    {
        var open = series.IndexOf('{', StringComparison.Ordinal);
        return open < 0
            ? []
            : series[(open + 1)..^1].Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Where(label => !label.StartsWith("otel_scope", StringComparison.Ordinal) && !label.StartsWith("relay=", StringComparison.Ordinal))
                .Select(label => " " + label);
    }
}
