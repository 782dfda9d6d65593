using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Another account of the machine reads keys and patients from a data folder that was made by hand or unpacked from a backup.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class OpenDataFolder
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const UnixFileMode Everybody = OwnerFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    [Fact]
    [Trait("attack", "17")]
    public async Task Start_FolderOpenToOthers_IsClosedAndSaid()
    {
        using var folder = new TemporaryFolder();
        await using (await ServerHost.StartAsync(Options(folder)))
        {
        }

        File.SetUnixFileMode(folder.Path, Everybody);
        string[] secrets = ["data.key", "node.key", "consult.db"];
        foreach (var secret in secrets)
        {
            File.SetUnixFileMode(Path.Combine(folder.Path, secret), OwnerFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        var log = new LogCollector();
        await using var server = await ServerHost.StartAsync(Options(folder), services => services.AddSingleton<ILoggerProvider>(log));

        Assert.Equal(OwnerFolder, File.GetUnixFileMode(folder.Path));
        Assert.All(secrets, secret => Assert.Equal(OwnerFile, File.GetUnixFileMode(Path.Combine(folder.Path, secret))));
        Assert.Contains(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("data.key", StringComparison.Ordinal) && line.Contains("644", StringComparison.Ordinal));
    }

    /// <summary>Closing somebody else's folder, such as /srv, would break what else is in it.</summary>
    [Fact]
    [Trait("attack", "17")]
    public async Task Start_FolderOfOtherThingsOpenToOthers_IsRefused()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "website.html"), string.Empty);
        File.SetUnixFileMode(folder.Path, Everybody);

        var refused = await Assert.ThrowsAsync<StartupException>(() => ServerHost.StartAsync(Options(folder)));

        Assert.Contains("mode 755", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"chmod 700 {folder.Path}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Everybody, File.GetUnixFileMode(folder.Path));
    }

    private static ServerOptions Options(TemporaryFolder folder) => new() { HttpPort = 0, RelayPort = 0, Relays = 1, Data = folder.Path };
}
