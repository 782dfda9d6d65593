namespace ConsultCluster.Server.Hosting;

/// <summary>Ports as people read them.</summary>
public static class PortList
{
    /// <summary><c>7000</c>, <c>7000-7003</c> for neighbours, else <c>40001, 40007</c>.</summary>
    public static string Format(IReadOnlyList<int> ports)
    {
        ArgumentNullException.ThrowIfNull(ports);
        var areNeighbours = ports.Count > 1 && ports.Index().All(port => port.Item == ports[0] + port.Index);
        return areNeighbours ? $"{ports[0]}-{ports[^1]}" : string.Join(", ", ports);
    }
}
