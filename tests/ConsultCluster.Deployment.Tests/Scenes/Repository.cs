namespace ConsultCluster.Deployment.Tests.Scenes;

/// <summary>The source tree these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file or folder of it, by its path with forward slashes.</summary>
    public static string PathOf(string path) => Path.GetFullPath(Path.Combine(Root, path));

    public static string Text(string path) => File.ReadAllText(PathOf(path));

    /// <summary>The lines that are no comment and not empty, without blanks around them.</summary>
    public static IReadOnlyList<string> Statements(string path) =>
        [.. File.ReadAllLines(PathOf(path)).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];

    /// <summary>Every file below a folder, as paths with forward slashes.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(PathOf(folder), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ConsultCluster.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("These tests run from inside the source tree.");
    }
}
