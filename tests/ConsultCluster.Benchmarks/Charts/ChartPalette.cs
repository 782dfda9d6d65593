namespace ConsultCluster.Benchmarks.Charts;

/// <summary>
/// Colours that stand out at least 3:1 (WCAG 1.4.11), text 4:1, from a white page and from a dark one: a picture in a README does not know
/// which it is on. Marks differ by shape as well, for those who cannot tell the colours apart.
/// </summary>
internal static class ChartPalette
{
    public const string Text = "#767d86";

    /// <summary>Lines in the background: to be seen when looked for.</summary>
    public const string Grid = "#8b949e";

    /// <summary>One for each series; a chart with more of them is not read.</summary>
    public static IReadOnlyList<string> Series { get; } = ["#2f7fe6", "#d9680f", "#2a9648", "#a35fe0", "#dd4a58", "#16919f"];
}
