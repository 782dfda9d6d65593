using System.Text.RegularExpressions;

namespace ConsultCluster.Deployment.Tests.Telemetry;

/// <summary>The instruments and labels that a PromQL expression names.</summary>
internal static partial class Expression
{
    private static readonly HashSet<string> Words = new(
        ["and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool", "inf", "nan"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of the series.</summary>
    public static IReadOnlyCollection<string> Instruments(string expression)
    {
        var bare = Grouping().Replace(Braces().Replace(Ranges().Replace(expression, " "), " "), " ");
        return [.. Name().Matches(bare).Select(match => match.Value).Where(name => !Words.Contains(name)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Every label that an expression selects by, with its series.</summary>
    public static IReadOnlyCollection<(string Instrument, string Label)> Labels(string expression) =>
        [.. from selector in Selector().Matches(expression)
            from matcher in Matcher().Matches(selector.Groups["matchers"].Value)
            select (selector.Groups["name"].Value, matcher.Groups["label"].Value)];

    [GeneratedRegex(@"\[[^\]]*\]|\boffset\s+\w+|""[^""]*""(?=\s*[,)])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ranges();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Braces();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Grouping();

    /// <summary>Not a function, and not the unit of a number.</summary>
    [GeneratedRegex(@"(?<![\w.])[A-Za-z_:][\w:]*\b(?!\s*\()", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<name>[A-Za-z_:][\w:]*)\{(?<matchers>[^}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Selector();

    [GeneratedRegex(@"(?<label>\w+)\s*(=~|!~|!=|=)\s*""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Matcher();
}
