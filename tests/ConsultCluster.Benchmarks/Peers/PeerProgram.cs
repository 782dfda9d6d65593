namespace ConsultCluster.Benchmarks.Peers;

/// <summary>A program of another project that may be installed.</summary>
/// <param name="Name">The executable.</param>
/// <param name="Package">Its Debian package.</param>
internal sealed record PeerProgram(string Name, string Package)
{
    /// <summary>The executable's full path; null when it is not installed.</summary>
    public string? FindPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Concat(["/usr/bin", "/usr/sbin"])
        .Select(folder => Path.Combine(folder, Name))
        .FirstOrDefault(File.Exists);

    /// <summary>Why a row is left out.</summary>
    public string MissingMessage => $"{Name} is not installed (Debian package {Package}): its rows are left out.";
}
