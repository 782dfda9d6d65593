using System.Diagnostics;
using ConsultCluster.Benchmarks.Peers;

namespace ConsultCluster.Benchmarks.Tests;

/// <summary>A benchmark whose browser or peer is hidden says what to install and ends with 2.</summary>
public sealed class MissingProgramTests : IDisposable
{
    private readonly string _empty = Directory.CreateTempSubdirectory("no-programs-").FullName;

    public void Dispose() => Directory.Delete(_empty, recursive: true);

    [Theory]
    [InlineData("chromium", "join")]
    [InlineData("chromium", "cluster", "--kills", "1")]
    [InlineData("apt-get install rtpengine", "peers", "--relays", "rtpengine", "--seconds", "1")]
    [InlineData("apt-get install janus", "peers", "--relays", "janus", "--seconds", "1")]
    [InlineData("cc", "peers", "--relays", "c-limit", "--seconds", "1")]
    [InlineData("--relays does not know jvb", "peers", "--relays", "jvb")]
    public async Task Main_ProgramIsHidden_SaysWhatToInstallAndEndsWithTwo(string told, params string[] arguments)
    {
        var start = new ProcessStartInfo(DotnetPath(), [typeof(PeerCase).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = _empty;
        start.Environment.Remove("CHROMIUM");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Contains(told, error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Equal("", await output);
        Assert.Equal(2, process.ExitCode);
    }

    [Fact]
    public void Require_NamedChromiumDoesNotExist_SaysSo()
    {
        var missing = Assert.Throws<MissingProgramException>(() => Browser.Require(Path.Combine(_empty, "chromium"), _empty));

        Assert.Contains("CHROMIUM names", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_NoNpm_SaysSo()
    {
        File.WriteAllText(Path.Combine(_empty, "chromium"), "");

        var missing = Assert.Throws<MissingProgramException>(() => Browser.Require(chromium: null, _empty));

        Assert.Contains("npm", missing.Message, StringComparison.Ordinal);
    }

    /// <summary>The host that runs the tests.</summary>
    private static string DotnetPath() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } named ? named : Environment.ProcessPath!;
}
