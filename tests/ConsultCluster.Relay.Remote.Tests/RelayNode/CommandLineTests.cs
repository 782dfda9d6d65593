using ConsultCluster.RelayNode;

namespace ConsultCluster.Relay.Remote.Tests.RelayNode;

public sealed class CommandLineTests
{
    [Fact]
    public void Parse_EveryFlag_IsTaken()
    {
        var options = Parse(
            ["--role", "relay", "--join", "https://192.0.2.7:8443,http://127.0.0.1:8080", "--key", "k", "--region", "north", "--node=edge", "--drain", "5",
                "--relays", "2", "--relay-port", "7100", "--advertise", "192.0.2.8", "--http-port", "8095", "--key-file", "f"],
            [],
            out var mistakes);

        Assert.Empty(mistakes);
        var node = options.Node;
        Assert.Equal(("edge", "north", TimeSpan.FromSeconds(5), 2, 7100), (node.Name, node.Region, node.Drain, node.Relays, node.RelayPort));
        Assert.Equal(("k", "f", 8095), (options.NodeKey, options.KeyFile, options.HttpPort));
        Assert.Equal(["https://192.0.2.7:8443/", "http://127.0.0.1:8080/"], node.Join.Select(uri => uri.ToString()));
        Assert.True(node.IsPublic);
    }

    [Fact]
    public void Parse_JoinOnly_GivesDefaults()
    {
        var options = Parse(["--join", "https://192.0.2.7"], [], out var mistakes);

        Assert.Empty(mistakes);
        Assert.Equal((0, 7000, TimeSpan.FromSeconds(30)), (options.HttpPort, options.Node.RelayPort, options.Node.Drain));
        Assert.Equal(Math.Min(Environment.ProcessorCount, 64), options.Node.Relays);
        Assert.False(options.Node.IsPublic);
    }

    [Fact]
    public void Parse_ManyMistakes_NamesAllOfThem()
    {
        Parse(
            ["--role=king", "--join", "http://192.0.2.7:8080,nowhere", "--data", "--demo", "--node", "a b", "--region", new string('r', 49), "--drain", "3601",
                "--relays", "65", "--relay-port", "70000", "--advertise", "0.0.0.0", "--http-port"],
            [],
            out var mistakes);

        Assert.Equal(2, mistakes.Count(m => m.StartsWith("--join", StringComparison.Ordinal)));
        foreach (var flag in new[] { "--role", "--data", "--demo", "--node", "--region", "--drain", "--relays", "--relay-port", "--advertise", "--http-port" })
        {
            Assert.Single(mistakes, m => m.StartsWith(flag + " ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Parse_NoJoin_RequiresIt() => Assert.Contains("--join", Assert.Single(Mistakes([], [])), StringComparison.Ordinal);

    [Fact]
    public void Parse_RelaysBeyondTheLastPort_SaysWhichPortFits() =>
        Assert.Contains("at most 65533", Assert.Single(Mistakes(["--join", "https://a", "--relay-port", "65534", "--relays", "3"], [])), StringComparison.Ordinal);

    [Fact]
    public void Parse_Variables_AreTakenUnlessTheFlagIsGiven()
    {
        var options = Parse(
            ["--region", "south"],
            [("CONSULTCLUSTER_JOIN", "https://192.0.2.7"), ("CONSULTCLUSTER_REGION", "north"), ("CONSULTCLUSTER_RELAY_PORT", "7200"), ("CONSULTCLUSTER_NODE", ""),
                ("CONSULTCLUSTER_NODE_KEY", "s3cret"), ("PATH", "/bin")],
            out var mistakes);

        Assert.Empty(mistakes);
        Assert.Equal(("south", 7200, null, 1), (options.Node.Region, options.Node.RelayPort, options.Node.Name, options.Node.Join.Count));
        Assert.Null(options.NodeKey);
    }

    [Theory]
    [InlineData("CONSULTCLUSTER_RELAYPORT")]
    [InlineData("CONSULTCLUSTER_KEY")]
    [InlineData("CONSULTCLUSTER_DATA")]
    public void Parse_VariableThatIsNoSetting_IsAMistakeWithoutItsValue(string name)
    {
        var mistake = Assert.Single(Mistakes(["--join", "https://a"], [(name, "s3cret")]));

        Assert.StartsWith(name + " ", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_EveryFlag_IsListed() => Assert.All(CommandLine.Flags, flag => Assert.Contains($"  {flag} ", CommandLine.Help, StringComparison.Ordinal));

    private static IReadOnlyList<string> Mistakes(string[] args, (string, string)[] variables)
    {
        Parse(args, variables, out var mistakes);
        return mistakes;
    }

    private static RelayNodeOptions Parse(string[] args, (string Name, string Value)[] variables, out IReadOnlyList<string> mistakes) =>
        CommandLine.Parse(args, variables.Select(v => KeyValuePair.Create(v.Name, v.Value)), out mistakes);
}
