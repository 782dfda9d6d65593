namespace ConsultCluster.Benchmarks.Peers;

/// <summary>A program of another project that may be installed.</summary>
/// <param name="Name">The executable.</param>
/// <param name="Package">Its Debian package.</param>
internal sealed record PeerProgram(string Name, string Package)
{
    /// <exception cref="PeerException">It is not installed: its rows are left out.</exception>
    public string GetPath() =>
        FindPath() ?? throw new PeerException($"{Name} is not installed: its rows are left out. Install it with: apt-get install {Package}.");

    private string? FindPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        // A user's path often leaves out the folders of servers.
        .SelectMany(folder => folder.EndsWith("/bin", StringComparison.Ordinal) ? [folder, folder[..^3] + "sbin"] : (string[])[folder])
        .Select(folder => Path.Combine(folder, Name))
        .FirstOrDefault(File.Exists);
}
