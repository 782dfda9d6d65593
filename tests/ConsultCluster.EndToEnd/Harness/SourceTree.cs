using System.Diagnostics;

namespace ConsultCluster.EndToEnd.Harness;

/// <summary>Where the built product stands.</summary>
public static class SourceTree
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The server, built in the same configuration as these tests.</summary>
    public static string ServerDll => Program("ConsultCluster.Server");

    /// <summary>The program of a relay-only process, built in the same configuration.</summary>
    public static string RelayNodeDll => Program("ConsultCluster.RelayNode");

    /// <summary>The built web app.</summary>
    public static string WebApp => Path.GetDirectoryName(Existing(Path.Combine(Root, "src", "web", "dist", "index.html")))!;

    /// <summary>Builds the web app when its sources changed.</summary>
    public static async Task BuildWebAppAsync()
    {
        // The benchmarks print one line for programs: what the build says goes elsewhere.
        using var build = Process.Start("bash", ["-c", $"source '{Root}/scripts/prepare.sh' && build_web >&2"]);
        await build.WaitForExitAsync();
        if (build.ExitCode != 0)
        {
            throw new InvalidOperationException("The web app does not build.");
        }
    }

    /// <summary>A folder below <c>artifacts/</c>, made when missing.</summary>
    public static string Artifacts(string name) => Directory.CreateDirectory(Path.Combine(Root, "artifacts", name)).FullName;

    private static string Program(string project)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Existing(Path.Combine(Root, "src", project, "bin", framework.Parent!.Name, framework.Name, project + ".dll"));
    }

    private static string Existing(string path) =>
        File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing. Run ./test, which builds what these tests need.");

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
