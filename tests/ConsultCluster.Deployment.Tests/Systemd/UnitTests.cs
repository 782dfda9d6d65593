using System.Globalization;
using System.Text.RegularExpressions;
using ConsultCluster.Deployment.Tests.Scenes;
using ConsultCluster.Deployment.Tests.Settings;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Deployment.Tests.Systemd;

public sealed partial class UnitTests
{
    /// <summary>Over the drain, for the process to say goodbye: the longest of the hosts' own stop times.</summary>
    private const int GoodbyeSeconds = 10;

    public static readonly TheoryData<string> Units = ["consultcluster.service", "consultcluster-relay.service"];

    [Theory]
    [MemberData(nameof(Units))]
    public async Task Unit_Verified_HasNoFault(string unit)
    {
        var result = await Tool.RunAsync("systemd-analyze", ["verify", "--man=no", Repository.PathOf("deploy/systemd/" + unit)]);

        // It also speaks of units of the machine; what it says about ours names ours.
        Assert.DoesNotContain(result.Errors.Split('\n'), line => line.Contains(unit, StringComparison.Ordinal) && !line.Contains("/usr/bin/dotnet", StringComparison.Ordinal));
        Assert.DoesNotContain("Unknown", result.Errors, StringComparison.Ordinal);
    }

    /// <summary>Exposure by systemd's own measure, 0 to 10 in tenths: below 2 is "OK", what runs as root without limits has 9.6.</summary>
    [Theory]
    [MemberData(nameof(Units))]
    public async Task Unit_Exposure_IsBelowTwo(string unit)
    {
        var result = await Tool.RunAsync("systemd-analyze", ["security", "--offline=true", "--threshold=20", "--no-pager", Repository.PathOf("deploy/systemd/" + unit)]);

        Assert.True(result.Code == 0, result.Output[^Math.Min(result.Output.Length, 200)..] + result.Errors);
        Assert.Contains("Overall exposure level", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Unit_Arguments_AreTakenByTheServer(string unit)
    {
        var command = Command(unit);

        // A relay node is told where to join by its environment file.
        Assert.Empty(command.Mistakes);
        Assert.Equal(unit.Contains("relay", StringComparison.Ordinal), command.IsRelayNode);
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Unit_Stop_OutlastsTheDrain(string unit)
    {
        var stop = Value(unit, "TimeoutStopSec");

        Assert.EndsWith("s", stop, StringComparison.Ordinal);
        Assert.True(int.Parse(stop[..^1], CultureInfo.InvariantCulture) > new ServerOptions().Drain.TotalSeconds + GoodbyeSeconds);
        Assert.Equal("SIGTERM", Value(unit, "KillSignal"));
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Unit_UserFilesAndRights_AreTheLeast(string unit)
    {
        Assert.Equal("yes", Value(unit, "DynamicUser"));
        Assert.Equal("strict", Value(unit, "ProtectSystem"));
        Assert.Equal("yes", Value(unit, "NoNewPrivileges"));
        Assert.Equal(string.Empty, Value(unit, "CapabilityBoundingSet"));
        Assert.InRange(int.Parse(Value(unit, "LimitNOFILE"), CultureInfo.InvariantCulture), 65_536, int.MaxValue);
        Assert.StartsWith("/etc/consultcluster/", Value(unit, "EnvironmentFile"), StringComparison.Ordinal);
        // Without the - that would let it start without settings.
        Assert.EndsWith(".env", Value(unit, "EnvironmentFile"), StringComparison.Ordinal);
    }

    [Fact]
    public void Unit_StateFolder_IsWhereTheServerKeepsItsData()
    {
        Assert.Equal("consultcluster", Value("consultcluster.service", "StateDirectory"));
        Assert.Equal("0700", Value("consultcluster.service", "StateDirectoryMode"));
        Assert.Equal("${STATE_DIRECTORY}", Command("consultcluster.service").Options.Data);
        Assert.Equal("consultcluster-relay", Value("consultcluster-relay.service", "StateDirectory"));
        Assert.Equal("0700", Value("consultcluster-relay.service", "StateDirectoryMode"));
        Assert.Contains("--identity ${STATE_DIRECTORY}", Value("consultcluster-relay.service", "ExecStart"), StringComparison.Ordinal);
    }

    private static ServerCommand Command(string unit)
    {
        var words = Value(unit, "ExecStart").Split(' ');
        var isRelay = unit.Contains("relay", StringComparison.Ordinal);
        Assert.Equal(["/usr/bin/dotnet", isRelay ? "/opt/consultcluster-relay/ConsultCluster.RelayNode.dll" : "/opt/consultcluster/ConsultCluster.Server.dll"], words[..2]);
        var variables = isRelay
            ? new Dictionary<string, string>(StringComparer.Ordinal) { ["CONSULTCLUSTER_JOIN"] = "https://192.0.2.7:8443" }
            : [];
        foreach (Match variable in Variable().Matches(Value(unit, "Environment")))
        {
            variables[variable.Groups["name"].Value] = variable.Groups["value"].Value;
        }

        return new ServerCommand(words[2..], variables);
    }

    private static string Value(string unit, string name) =>
        Assert.Single(Repository.Statements("deploy/systemd/" + unit), line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];

    [GeneratedRegex(@"(?<name>\w+)=(?<value>\S*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
