using ConsultCluster.EndToEnd.Harness;

namespace ConsultCluster.Clients.Tests;

/// <summary>Where the clients are that are no browsers: scripts of this project, and what <c>./test clients</c> has made of them.</summary>
internal static class ClientPrograms
{
    /// <summary>Debian's: packages such as python3-aiortc are for it, whatever comes first on the path.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>A file of <c>Programs/</c>.</summary>
    public static string Script(string name) => Existing(Path.Combine(SourceTree.Root, "tests", "ConsultCluster.Clients.Tests", "Programs", name));

    /// <summary>A file that <c>./test clients</c> makes.</summary>
    public static string Made(string name) => Existing(Path.Combine(SourceTree.Root, "artifacts", "clients", name));

    /// <summary>An installed program.</summary>
    public static string Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{name} is missing. Run ./test clients, which installs it.");

    private static string Existing(string path) =>
        File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing. Run ./test clients, which makes it.");
}
