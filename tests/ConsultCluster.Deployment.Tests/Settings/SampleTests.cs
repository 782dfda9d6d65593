using System.Text.RegularExpressions;
using ConsultCluster.Deployment.Tests.Scenes;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Deployment.Tests.Settings;

/// <summary>The sample configuration has every setting, each with its comment and its default.</summary>
public sealed partial class SampleTests
{
    private const string Sample = "deploy/consultcluster.env.sample";

    /// <summary>Defaults that the text describes, because no value stands for them.</summary>
    private static readonly string[] Described =
    [
        "CONSULTCLUSTER_CLUSTER", "CONSULTCLUSTER_NODE", "CONSULTCLUSTER_REGION", "CONSULTCLUSTER_ADVERTISE", "CONSULTCLUSTER_PROXIES", "CONSULTCLUSTER_RELAYS", "CONSULTCLUSTER_WEB",
        "CONSULTCLUSTER_KEY_FILE", "CONSULTCLUSTER_METRICS_PORT", "CONSULTCLUSTER_JOIN", "CONSULTCLUSTER_CONTROL_URL",
        "CONSULTCLUSTER_SILO_CERTIFICATE", "CONSULTCLUSTER_SILO_AUTHORITIES", .. EnvironmentFlags.SecretVariables,
    ];

    [Fact]
    public void Sample_Settings_AreThoseOfTheServer()
    {
        Assert.Equal(EnvironmentFlags.Variables.Union(RelayNode.CommandLine.Flags.Where(flag => flag != "--key").Select(EnvironmentFlags.NameOf)).Order(StringComparer.Ordinal), Settings().Select(setting => setting.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>Nobody has to take anything out again before a start.</summary>
    [Fact]
    public void Sample_EverySetting_IsCommentedOut()
    {
        Assert.Empty(Repository.Statements(Sample));
    }

    [Fact]
    public void Sample_EverySetting_IsExplainedAboveIt()
    {
        Assert.All(Settings(), setting => Assert.Matches(@"^# .*[.:…]", setting.Above));
    }

    /// <summary>Taking every # off would change nothing. Some settings belong to one role only, which is no mistake of a sample for all.</summary>
    [Fact]
    public void Sample_Values_AreTheDefaults()
    {
        var values = Settings().ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        var (stated, silent) = (new ServerCommand([], values).Options, CommandLine.Parse([], out _));

        foreach (var property in typeof(ServerOptions).GetProperties())
        {
            Assert.Equal(property.GetValue(silent), property.GetValue(stated));
        }
    }

    [Fact]
    public void Sample_SettingsWithoutAValue_SayWhatHappensWithoutThem()
    {
        var silent = Settings().Where(setting => setting.Value.Length == 0).ToArray();

        Assert.Equal(Described.Order(StringComparer.Ordinal), silent.Select(setting => setting.Name).Order(StringComparer.Ordinal));
        Assert.All(silent, setting => Assert.Contains("Default: ", setting.Text, StringComparison.Ordinal));
    }

    private static List<(string Name, string Value, string Above, string Text)> Settings()
    {
        var (settings, lines, start) = (new List<(string, string, string, string)>(), Repository.Text(Sample).Split('\n'), 0);
        for (var i = 0; i < lines.Length; i++)
        {
            if (Setting().Match(lines[i]) is { Success: true } match)
            {
                settings.Add((match.Groups["name"].Value, match.Groups["value"].Value, lines[i - 1], string.Join('\n', lines[start..i])));
                start = i + 1;
            }
        }

        return settings;
    }

    [GeneratedRegex("^#?(?<name>[A-Z_]+)=(?<value>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();
}
