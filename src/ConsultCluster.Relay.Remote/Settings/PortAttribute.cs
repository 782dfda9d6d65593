using System.ComponentModel.DataAnnotations;

namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>A TCP or UDP port.</summary>
/// <param name="first">0 where that takes any free port, else 1.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PortAttribute(int first = 0) : RangeAttribute(first, Last)
{
    /// <summary>The last port.</summary>
    public const int Last = 65_535;
}
