using ConsultCluster.Ports.Clusters;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>
/// A silo's name in the membership: name, region and control URL with <c>|</c> between them. So whoever knows that a silo is there knows this too, at the same
/// moment and without asking it.
/// </summary>
internal static class SiloName
{
    private const int MaxLength = 100;

    public static bool IsAllowed(string name) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= MaxLength && !name.Contains('|', StringComparison.Ordinal);

    public static string Write(ClusterSettings options) => $"{options.Name}|{options.Region}|{options.ControlUrl?.AbsoluteUri}";

    /// <summary>Reads any silo's name, one that others gave included.</summary>
    public static LiveSilo Read(string name, bool isSelf)
    {
        var parts = name.Split('|', 3);
        var controlUrl = parts.Length > 2 && Uri.TryCreate(parts[2], UriKind.Absolute, out var uri) ? uri : null;
        return new LiveSilo(parts[0], parts.Length > 1 ? parts[1] : string.Empty, controlUrl, isSelf);
    }
}
