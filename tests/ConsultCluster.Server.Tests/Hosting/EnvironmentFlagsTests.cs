using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Server.Tests.Hosting;

public sealed class EnvironmentFlagsTests
{
    [Fact]
    public void Read_Variables_BecomeFlags()
    {
        var flags = Read([], ("CONSULTCLUSTER_RELAY_PORT", "7100"), ("CONSULTCLUSTER_HTTPS", "true"), ("CONSULTCLUSTER_DEMO", "0"), ("PATH", "/bin"));

        Assert.Equal(["--relay-port=7100", "--https"], flags);
        var options = CommandLine.Parse(flags, out var mistakes);
        Assert.Empty(mistakes);
        Assert.Equal((7100, true, false), (options.RelayPort, options.Https, options.Demo));
    }

    [Theory]
    [InlineData("--relay-port=7200")]
    [InlineData("--relay-port", "7200")]
    public void Read_FlagAndVariable_TheFlagWins(params string[] args)
    {
        Assert.Empty(Read(args, ("CONSULTCLUSTER_RELAY_PORT", "7100")));
    }

    /// <summary>Compose and systemd files set what was left open to nothing.</summary>
    [Fact]
    public void Read_EmptyVariable_IsNotSet()
    {
        Assert.Empty(Read([], ("CONSULTCLUSTER_REGION", ""), ("CONSULTCLUSTER_HTTPS", ""), ("CONSULTCLUSTER_NO_SUCH", "")));
    }

    [Fact]
    public void Read_Secrets_NeverBecomeFlags()
    {
        Assert.Empty(Read([], [.. EnvironmentFlags.SecretVariables.Select(name => (name, "s3cret"))]));
    }

    [Fact]
    public void Read_UnknownOrUnclear_SaysWhichAndNotTheValue()
    {
        EnvironmentFlags.Read(
            [],
            Variables(("CONSULTCLUSTER_RELAYPORT", "s3cret"), ("CONSULTCLUSTER_KEY", "s3cret"), ("CONSULTCLUSTER_HTTPS", "s3cret")),
            out var mistakes);

        Assert.Equal(3, mistakes.Count);
        foreach (var name in new[] { "CONSULTCLUSTER_RELAYPORT", "CONSULTCLUSTER_KEY ", "CONSULTCLUSTER_HTTPS" })
        {
            Assert.Contains(mistakes, mistake => mistake.StartsWith(name, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(mistakes, mistake => mistake.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public void Variables_EveryFlag_HasOneOrIsASecret()
    {
        foreach (var flag in CommandLine.ValueFlags.Concat(CommandLine.SwitchFlags))
        {
            Assert.True(
                EnvironmentFlags.Variables.Contains(EnvironmentFlags.NameOf(flag), StringComparer.Ordinal)
                || EnvironmentFlags.SecretFlags.Contains(flag, StringComparer.Ordinal));
        }
    }

    private static IReadOnlyList<string> Read(string[] args, params (string Name, string Value)[] variables)
    {
        var flags = EnvironmentFlags.Read(args, Variables(variables), out var mistakes);
        Assert.Empty(mistakes);
        return flags;
    }

    private static IEnumerable<KeyValuePair<string, string>> Variables(params (string Name, string Value)[] variables) =>
        variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value));
}
