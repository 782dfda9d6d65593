using System.Globalization;

namespace ConsultCluster.Deployment.Tests.Kubernetes;

/// <summary>Amounts as Kubernetes writes them: <c>500m</c>, <c>2</c>, <c>64Mi</c>.</summary>
internal static class Quantity
{
    private static readonly (string Unit, double Factor)[] Units = [("m", 0.001), ("Ki", 1024), ("Mi", 1024 * 1024), ("Gi", 1024d * 1024 * 1024), ("", 1)];

    public static double Parse(string text)
    {
        var (unit, factor) = Units.First(candidate => text.EndsWith(candidate.Unit, StringComparison.Ordinal));
        return double.Parse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * factor;
    }
}
