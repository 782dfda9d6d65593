namespace ConsultCluster.Benchmarks.Peers;

/// <summary>A program of another project that may be installed.</summary>
/// <param name="Name">The executable.</param>
/// <param name="Package">Its Debian package.</param>
internal sealed record PeerProgram(string Name, string Package)
{
    /// <exception cref="PeerException">It is not installed: its rows are left out.</exception>
    public string GetPath() =>
        FindPath() ?? throw new PeerException($"{Name} is not installed (Debian package {Package}): its rows are left out.");

    private string? FindPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Concat(["/usr/bin", "/usr/sbin"])
        .Select(folder => Path.Combine(folder, Name))
        .FirstOrDefault(File.Exists);
}
