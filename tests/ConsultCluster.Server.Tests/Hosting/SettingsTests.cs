using System.Net;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Settings;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Hosting;

/// <summary>The settings that only the server has; sources in general are tested with the relay node's.</summary>
public sealed class SettingsTests
{
    private const string Connection = "Host=db;Database=consultcluster;Username=u;Password=p";

    [Fact]
    public void Load_Nothing_GivesLoopbackDefaults()
    {
        var options = Settings.Load([]);

        Assert.Equal((8080, 7000, 8443, "data", false, false), (options.HttpPort, options.RelayPort, options.HttpsPort, options.Data, options.Demo, options.Https));
        Assert.Equal(Math.Min(Environment.ProcessorCount, 64), options.Relays);
        Assert.False(options.IsPublic);
        Assert.Null(options.Postgres);
    }

    [Fact]
    public void Load_Flags_AreTaken()
    {
        var options = Settings.Load(
            ["--http-port", "1", "--relay-port=2", "--https-port", "3", "--advertise", "192.0.2.7,2001:db8::7", "--data", "d", "--relays", "9", "--demo", "--demo-anyway", "--https"]);

        Assert.Equal((1, 2, 3, "d", true, true), (options.HttpPort, options.RelayPort, options.HttpsPort, options.Data, options.Demo, options.Https));
        Assert.Equal(9, options.Relays);
        Assert.Equal([IPAddress.Parse("192.0.2.7"), IPAddress.Parse("2001:db8::7")], options.Advertise);
        Assert.True(options.IsPublic);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    public void Load_SwitchAsVariable_IsTrueOrFalse(string value, bool expected)
    {
        Assert.Equal(expected, Settings.Load([], ("CONSULTCLUSTER_HTTPS", value)).Https);
        Assert.False(Settings.Load(["--https=false"], ("CONSULTCLUSTER_HTTPS", value)).Https);
    }

    [Fact]
    public void Load_AdvertisedLoopback_StaysPrivate() => Assert.False(Settings.Load(["--advertise", "127.0.0.1"]).IsPublic);

    [Fact]
    public void Load_ManyMistakes_SaysAllOfThem()
    {
        var mistakes = Settings.Mistakes(
            ["--http-port", "70000", "--relay-port", "x", "--relays", "65", "--advertise", "0.0.0.0", "--colour", "--demo=yes", "--web", "/nonexistent", "--data"]);

        Assert.Equal(8, mistakes.Count);
        foreach (var flag in new[] { "--http-port", "--relay-port", "--relays", "--advertise", "--colour", "--demo", "--web", "--data" })
        {
            Assert.Contains(mistakes, m => m.StartsWith(flag + " ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("--role relay", "--role relay is a program of its own")]
    [InlineData("--role king", "--role must be control, gateway or relay.")]
    [InlineData("--role Relay", "--role must be control, gateway or relay.")]
    [InlineData("--role 1", "--role must be control, gateway or relay.")]
    [InlineData("--role control,gateway", "--role must be control, gateway or relay.")]
    [InlineData("--join=https://192.0.2.7", "--join is not a flag of the server.")]
    [InlineData("--silo-port 5", "--silo-port is only for processes of a --cluster")]
    [InlineData("--drain 5", "--drain is only for processes of a --cluster")]
    [InlineData("--cluster c", "--cluster needs a PostgreSQL database")]
    [InlineData("--role gateway", "--role gateway needs a cluster")]
    [InlineData("--role gateway --cluster c --postgres Host=db;Username=u --relays 2", "--relays is not for --role gateway.")]
    [InlineData("--cluster c --postgres Host=db;Username=u --http-port 0", "--http-port must not be 0 in a cluster")]
    [InlineData("--cluster c --postgres Host=db;Username=u --control-url http://192.0.2.7", "--control-url must be https")]
    [InlineData("--cluster c --postgres Host=db;Username=u --silo-certificate f", "--silo-certificate needs the other one")]
    [InlineData("--https --https-port 8080", "--https-port must differ from --http-port.")]
    [InlineData("--https --metrics-port 8443", "--metrics-port must differ from --https-port.")]
    [InlineData("--metrics-port 8080", "--metrics-port must differ from --http-port.")]
    [InlineData("--cluster c --postgres Host=db;Username=u --silo-port 8080", "--silo-port must differ from --http-port.")]
    [InlineData("--cluster c --postgres Host=db;Username=u --silo-port 30000", "--gateway-port must differ from --silo-port.")]
    [InlineData("--cluster c --postgres Host=db;Username=u --gateway-port 8080", "--gateway-port must differ from --http-port.")]
    [InlineData("--cluster c --postgres Host=db;Username=u --metrics-port 11111", "--metrics-port must differ from --silo-port.")]
    [InlineData("--cluster c --postgres Host=db;Username=u --https --https-port 30000", "--gateway-port must differ from --https-port.")]
    [InlineData("--postgres-owner Host=db;Username=u", "--postgres-owner is for a PostgreSQL database")]
    [InlineData("--postgres-file /nonexistent", "--postgres-file cannot be read")]
    public void Load_SettingsThatDoNotFit_SaysWhatToDo(string flags, string mistake)
    {
        Assert.StartsWith(mistake, Assert.Single(Settings.Mistakes(flags.Split(' '))), StringComparison.Ordinal);
    }

    /// <summary>Ports that are not opened take nobody else's.</summary>
    [Theory]
    [InlineData("--http-port 11111")]
    [InlineData("--http-port 8443")]
    [InlineData("--http-port 0 --https --https-port 0")]
    [InlineData("--role gateway --cluster c --postgres Host=db;Username=u --http-port 11111")]
    public void Load_PortsOfWhatIsNotOpened_AreFree(string flags) => Assert.NotNull(Settings.Load(flags.Split(' ')));

    [Fact]
    public void Load_Postgres_ComesByFlagVariableOrFile()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "postgres");
        File.WriteAllText(file, Connection + "\n");

        Assert.Equal(Connection, Settings.Load(["--postgres", Connection], ("CONSULTCLUSTER_POSTGRES", "Host=other")).Postgres);
        Assert.Equal(Connection, Settings.Load([], ("CONSULTCLUSTER_POSTGRES", Connection)).Postgres);
        Assert.Equal(Connection, Settings.Load(["--postgres-file", file]).Postgres);
        Assert.Equal("Host=db;Username=owner", Settings.Load(["--postgres-file", file], ("CONSULTCLUSTER_POSTGRES_OWNER", "Host=db;Username=owner")).PostgresOwner);
    }

    [Theory]
    [InlineData("--postgres=Password=s3cret", null, "--postgres must be")]
    [InlineData("--demo", "s3cret", "CONSULTCLUSTER_POSTGRES must be")]
    [InlineData("--demo", "Host=db;Port=s3cret", "CONSULTCLUSTER_POSTGRES must be")]
    public void Load_NoConnectionString_SaysWhereWithoutRepeatingIt(string flag, string? variable, string start)
    {
        var mistake = Assert.Single(Settings.Mistakes([flag], variable is null ? [] : [("CONSULTCLUSTER_POSTGRES", variable)]));

        Assert.StartsWith(start, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileInTheDataFolder_IsReadButCannotMoveIt()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "appsettings.json");
        File.WriteAllText(file, """{ "ConsultCluster": { "HttpPort": 18123 } }""");

        Assert.Equal((18123, file), (Settings.Load(["--data", folder.Path]).HttpPort, Settings.Load(["--data", folder.Path]).Settings));

        File.WriteAllText(file, """{ "ConsultCluster": { "Data": "elsewhere" } }""");
        Assert.StartsWith($"Data in {file} comes too late", Assert.Single(Settings.Mistakes(["--data", folder.Path])), StringComparison.Ordinal);
        Assert.Equal("elsewhere", Settings.Load(["--settings", file]).Data);
    }

    [Fact]
    public void Help_EveryFlag_IsListedInLinesOfATerminal()
    {
        var help = SettingHelp.Of<ServerOptions>("A server");

        Assert.All(Setting.Of(typeof(ServerOptions)), setting => Assert.Matches($"(?m)^  {setting.Flag}( |$)", help));
        Assert.All(help.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    /// <summary>What is not printed has to be marked; these names tell what must be.</summary>
    [Fact]
    public void Settings_ThatHoldSecrets_AreMarked()
    {
        string[] secrets = [nameof(ProcessOptions.NodeKey), nameof(ServerOptions.Postgres), nameof(ServerOptions.PostgresOwner)];

        Assert.Equal(secrets, Setting.Of(typeof(ServerOptions)).Where(setting => setting.Text.IsSecret).Select(setting => setting.Name));
    }

    /// <summary>Both are on one machine, with the default ports.</summary>
    [Fact]
    public void ToNode_GatewayBesideAServer_HasANameOfItsOwn() => Assert.NotEqual(
        NodeRelays.NodeName(new ServerOptions { Cluster = "one" }.ToNode()),
        NodeRelays.NodeName(new ServerOptions { Cluster = "one", Role = ProcessRole.Gateway, HttpPort = 7000 }.ToNode()));
}
