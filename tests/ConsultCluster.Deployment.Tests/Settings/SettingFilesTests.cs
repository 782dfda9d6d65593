using System.Text.RegularExpressions;
using ConsultCluster.Deployment.Tests.Scenes;
using ConsultCluster.Relay.Remote.Settings;
using ConsultCluster.RelayNode;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Deployment.Tests.Settings;

/// <summary>Help, samples and documentation say what the programs read.</summary>
public sealed partial class SettingFilesTests : IDisposable
{
    /// <summary>With this variable the files are written instead of only compared.</summary>
    private const string Renew = "RENEW_SETTINGS";

    private readonly string _folder = Directory.CreateTempSubdirectory("consult-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(SettingFiles.Help)]
    [InlineData(SettingFiles.Json)]
    [InlineData(SettingFiles.Variables)]
    [InlineData(SettingFiles.Docs)]
    public void File_MadeOfTheSettings_SaysWhatTheyAre(string file)
    {
        var made = SettingFiles.Make(file);
        if (Environment.GetEnvironmentVariable(Renew) is { Length: > 0 })
        {
            File.WriteAllText(Repository.PathOf(file), made);
        }

        Assert.True(
            Repository.Text(file) == made,
            $"{file} differs from the settings in the code. {Renew}=1 dotnet test -c Release tests/ConsultCluster.Deployment.Tests --filter SettingFiles writes it.");
    }

    /// <summary>Whoever starts from a source tree reads no help of a program.</summary>
    [Fact]
    public async Task RunHelp_EveryFlag_IsListedInLinesOfATerminal()
    {
        var help = (await Tool.RunAsync(Repository.PathOf("run"), ["--help"])).Output;

        Assert.All(SettingFiles.All, setting => Assert.Matches($"(?m)^  {setting.Flag}( |$)", help));
        Assert.All(SettingFiles.All.Select(setting => setting.Text.Alias).OfType<string>(), alias => Assert.Contains($", {alias} ", help, StringComparison.Ordinal));
        Assert.All(help.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    /// <summary>Nobody has to take anything out again before a start.</summary>
    [Fact]
    public void Samples_AsTheyAre_SetNothing()
    {
        Assert.Empty(Repository.Statements(SettingFiles.Variables));
        var values = SettingValues.Read<ServerOptions>([$"--settings={Repository.PathOf(SettingFiles.Json)}"], [], _folder);
        Assert.Empty(values.Mistakes);
        Assert.Equal(["Settings"], values.Settings.Where(values.IsGiven).Select(setting => setting.Name));
    }

    /// <summary>Taking every comment sign off would change nothing. Settings of relay nodes are left out; some others belong to one role only, which is no mistake of a sample for all.</summary>
    [Fact]
    public void Samples_Values_AreTheDefaults()
    {
        var file = Path.Combine(_folder, "all.json");
        var ofNodes = SettingFiles.All.Where(setting => setting.Property.DeclaringType == typeof(RelayNodeOptions)).ToArray();
        var json = ofNodes.Aggregate(Repository.Text(SettingFiles.Json), (text, setting) => text.Replace($"//\"{setting.Name}\"", $"// \"{setting.Name}\"", StringComparison.Ordinal));
        File.WriteAllText(file, JsonLine().Replace(json, string.Empty));
        var variables = VariableLine().Matches(Repository.Text(SettingFiles.Variables))
            .Where(line => ofNodes.All(setting => setting.Variable != line.Groups["name"].Value))
            .Select(line => KeyValuePair.Create(line.Groups["name"].Value, (string?)line.Groups["value"].Value)).ToArray();
        Assert.Equal(SettingFiles.All.Count - ofNodes.Length, variables.Length);

        foreach (var values in new[] { SettingValues.Read<ServerOptions>([$"--settings={file}"], [], _folder), SettingValues.Read<ServerOptions>([], variables, _folder) })
        {
            Assert.Empty(values.Mistakes);
            var (stated, silent) = (new ServerOptions(), new ServerOptions());
            values.Apply(stated);
            stated.Settings = null;
            Assert.True(values.IsGiven(values.Settings.Single(setting => setting.Name == "HttpPort")));
            foreach (var property in typeof(ServerOptions).GetProperties())
            {
                Assert.Equal(property.GetValue(silent), property.GetValue(stated));
            }
        }
    }

    [GeneratedRegex("""//(?=")""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JsonLine();

    [GeneratedRegex("(?m)^#(?<name>CONSULTCLUSTER_[A-Z_]+)=(?<value>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VariableLine();
}
