using ConsultCluster.Relay.Remote.Settings;
using ConsultCluster.RelayNode;

namespace ConsultCluster.Relay.Remote.Tests.Settings;

public sealed class FlagTests : IDisposable
{
    private const string Key = "a-key-that-only-this-test-knows";

    private readonly NodeSettings _settings = new();

    public void Dispose() => _settings.Dispose();

    [Fact]
    public void Load_EveryFlag_IsTaken()
    {
        _settings.Flags.AddRange(
            ["--role", "relay", "--join", "https://192.0.2.7:8443,http://127.0.0.1:8080", "--key", Key, "--region", "north", "--node=edge", "--drain", "5",
                "--relays", "2", "--relay-port", "7100", "--advertise", "192.0.2.8", "--http-port", "8095", "--metrics-port", "9464"]);

        var options = _settings.Load();

        Assert.Equal((Key, 8095, 9464), (options.NodeKey, options.HttpPort, options.MetricsPort));
        Assert.True(options.IsPublic);
        var node = options.ToNode();
        Assert.Equal(("edge", "north", TimeSpan.FromSeconds(5), 2, 7100), (node.Name, node.Region, node.Drain, node.Relays, node.RelayPort));
        Assert.Equal(["https://192.0.2.7:8443/", "http://127.0.0.1:8080/"], node.Join.Select(uri => uri.ToString()));
        Assert.Equal(["192.0.2.8"], node.Advertise.Select(address => address.ToString()));
    }

    [Fact]
    public void Load_JoinOnly_GivesDefaults()
    {
        _settings.Flags.AddRange(["--join", "https://192.0.2.7"]);

        var options = _settings.Load();

        Assert.Equal((0, 7000, TimeSpan.FromSeconds(30)), (options.HttpPort, options.RelayPort, options.Drain));
        Assert.Equal(Math.Min(Environment.ProcessorCount, 64), options.Relays);
        Assert.False(options.IsPublic);
    }

    [Fact]
    public void Load_FlagGivenTwice_TakesTheLastAndOfAListAll()
    {
        _settings.Flags.AddRange(["--join", "https://a", "--region", "north", "--region=south", "--advertise=192.0.2.7", "--advertise", "192.0.2.8, 192.0.2.9"]);

        var options = _settings.Load();

        Assert.Equal("south", options.Region);
        Assert.Equal(["192.0.2.7", "192.0.2.8", "192.0.2.9"], options.Advertise.Select(address => address.ToString()));
    }

    [Fact]
    public void Load_ManyMistakes_SaysAllOfThem()
    {
        _settings.Flags.AddRange(
            ["--role=king", "--join", "http://192.0.2.7:8080,nowhere", "--data", "--demo", "--node", "a b", "--region", new string('r', 49), "--drain", "3601",
                "--relays", "65", "--relay-port", "70000", "--advertise", "0.0.0.0", "--metrics-port=0", "--http-port"]);

        var mistakes = _settings.Mistakes();

        foreach (var flag in new[] { "--role", "--join", "--data", "--demo", "--node", "--region", "--drain", "--relays", "--relay-port", "--advertise", "--metrics-port", "--http-port" })
        {
            Assert.Single(mistakes, mistake => mistake.StartsWith(flag + " ", StringComparison.Ordinal));
        }

        Assert.Equal(12, mistakes.Count);
        Assert.Contains("--relays must be a number, 1 to 64.", mistakes);
        Assert.Contains("--relay-port must be a port, 0 to 65535.", mistakes);
        Assert.Contains("--drain must be a number of seconds, 0 to 3600.", mistakes);
        Assert.Contains("--http-port needs a value.", mistakes);
    }

    [Theory]
    [InlineData("--relay-prt", "Did you mean --relay-port?")]
    [InlineData("--Region", "Did you mean --region?")]
    [InlineData("--data", null)]
    public void Load_UnknownFlag_NamesTheOneThatIsMeant(string flag, string? suggestion)
    {
        _settings.Flags.AddRange(["--join", "https://a", flag]);

        var mistake = Assert.Single(_settings.Mistakes());

        Assert.StartsWith($"{flag} is not a flag of a relay node.", mistake, StringComparison.Ordinal);
        Assert.Equal(suggestion is not null, mistake.Contains(suggestion ?? "Did you mean", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--region north", "--join is missing")]
    [InlineData("--join http://192.0.2.7:8080", "--join must be https for another machine")]
    [InlineData("--join https://a --relay-port 65534 --relays 3", "--relay-port must leave room for 3 relays up to 65535; choose at most 65533.")]
    [InlineData("--join https://a --http-port 9464 --metrics-port 9464", "--metrics-port must differ from --http-port.")]
    [InlineData("--join https://a --role gateway", "--role must be relay here")]
    [InlineData("--join https://a --role 2", "--role must be control, gateway or relay.")]
    [InlineData("--join https://a --role RELAY", "--role must be control, gateway or relay.")]
    [InlineData("--join https://a --advertise 255.255.255.255", "--advertise must be IP addresses that terminals can reach")]
    [InlineData("--join https://a --advertise 239.1.2.3", "--advertise must be IP addresses that terminals can reach")]
    [InlineData("--join https://a --advertise ::ffff:224.0.0.1", "--advertise must be IP addresses that terminals can reach")]
    [InlineData("--join https://a --advertise ff02::1", "--advertise must be IP addresses that terminals can reach")]
    [InlineData("--join https://a --advertise ::", "--advertise must be IP addresses that terminals can reach")]
    [InlineData("--join https://a --key short", "--node-key holds no node key")]
    public void Load_ValuesThatDoNotFit_SaysWhatToDo(string flags, string mistake)
    {
        _settings.Flags.AddRange(flags.Split(' '));

        Assert.StartsWith(mistake, Assert.Single(_settings.Mistakes()), StringComparison.Ordinal);
    }

    [Fact]
    public void Help_EveryFlag_IsListedInLinesOfATerminal()
    {
        var help = SettingHelp.Of<RelayNodeOptions>("A relay node");

        Assert.All(Setting.Of(typeof(RelayNodeOptions)), setting => Assert.Contains($"  {setting.Flag} ", help, StringComparison.Ordinal));
        Assert.All(help.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }
}
