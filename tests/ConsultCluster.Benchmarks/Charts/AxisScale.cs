namespace ConsultCluster.Benchmarks.Charts;

/// <summary>How an axis spreads its values.</summary>
internal enum AxisScale
{
    /// <summary>From 0 where no value is below.</summary>
    Linear,

    /// <summary>Equal factors are equally far apart; every value must be above 0.</summary>
    Logarithmic,
}
