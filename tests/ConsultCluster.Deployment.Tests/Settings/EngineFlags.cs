using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Deployment.Tests.Settings;

/// <summary>The image is built with the cluster's engine; these tests mostly are not.</summary>
internal static class EngineFlags
{
    /// <summary>What a build without the engine says of a file that asks for it; nothing where it is built in.</summary>
    public static IReadOnlyList<string> LeftOut { get; } = Mistakes();

    private static IReadOnlyList<string> Mistakes()
    {
        CommandLine.Parse(["--engine=orleans"], out var mistakes);
        return mistakes;
    }
}
