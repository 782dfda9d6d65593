namespace ConsultCluster.Benchmarks.Charts;

/// <summary>The picture's measures in its own units; at README width one is about a pixel.</summary>
/// <param name="LegendRows">Rows that the names of the series take.</param>
internal readonly record struct ChartFrame(int LegendRows)
{
    public const int Width = 840;

    public const int LegendRowHeight = 24;

    public const int FontSize = 14;

    public const int TitleBaseline = 28;

    /// <summary>Room for the numbers beside the vertical axis.</summary>
    public const int Left = 68;

    public const int Right = Width - 24;

    /// <summary>Keeps the first and the last mark off the edges.</summary>
    public const int Inset = 16;

    public int LegendTop => TitleBaseline + 26;

    /// <summary>The vertical axis' label stands on top of it, where it needs no turned head.</summary>
    public int LabelBaseline => LegendTop + (LegendRows * LegendRowHeight) + 10;

    public int Top => LabelBaseline + 16;

    public int Bottom => Top + 300;

    public int Height => Bottom + 58;
}
