namespace ConsultCluster.Relay.Remote.Hosting;

/// <summary>Formats ports for people.</summary>
public static class PortList
{
    /// <summary><c>7000</c>; <c>7000-7003</c> for a run of consecutive ports; else <c>40001, 40007</c>.</summary>
    public static string Format(IReadOnlyList<int> ports)
    {
        ArgumentNullException.ThrowIfNull(ports);
        var areConsecutive = ports.Count > 1 && ports.Index().All(port => port.Item == ports[0] + port.Index);
        return areConsecutive ? $"{ports[0]}-{ports[^1]}" : string.Join(", ", ports);
    }
}
