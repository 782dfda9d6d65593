namespace ConsultCluster.Relay.Remote.Tests.Settings;

/// <summary>Variables and files, and which source goes before which.</summary>
public sealed class SourceTests : IDisposable
{
    private const string Key = "a-key-that-only-this-test-knows";

    private readonly NodeSettings _settings = new();

    public void Dispose() => _settings.Dispose();

    /// <summary>Each source is the last to set one of four settings.</summary>
    [Fact]
    public void Load_AllSources_TheLaterGoesBeforeTheEarlier()
    {
        _settings.Write("appsettings.json", """{ "ConsultCluster": { "Join": "https://a", "Node": "beside", "Region": "beside", "RelayPort": 1, "Relays": 1 } }""");
        var file = _settings.Write("own.json", """{ "ConsultCluster": { "Region": "own", "RelayPort": 2, "relays": 2 } }""");
        (_settings.Variables["CONSULTCLUSTER_RELAY_PORT"], _settings.Variables["CONSULTCLUSTER_RELAYS"]) = ("3", "3");
        _settings.Flags.AddRange(["--settings", file, "--relays", "4"]);

        var options = _settings.Load();

        Assert.Equal(("beside", "own", 3, 4), (options.Node, options.Region, options.RelayPort, options.Relays));
        Assert.Equal(file, options.Settings);
    }

    /// <summary>The framework alone would mix them, item by item.</summary>
    [Fact]
    public void Load_ListInTwoSources_IsTakenAsAWhole()
    {
        _settings.Write("appsettings.json", """{ "ConsultCluster": { "Join": ["https://a", "https://b"], "Advertise": ["192.0.2.1", "192.0.2.2"] } }""");
        _settings.Flags.AddRange(["--advertise", "192.0.2.9"]);

        var options = _settings.Load();

        Assert.Equal(["https://a/", "https://b/"], options.Join.Select(url => url.ToString()));
        Assert.Equal(["192.0.2.9"], options.Advertise.Select(address => address.ToString()));
    }

    /// <summary>Compose and systemd files set what was left open to nothing.</summary>
    [Fact]
    public void Load_EmptyValues_AreNotSet()
    {
        _settings.Write("appsettings.json", """{ "ConsultCluster": { "Node": "", "MetricsPort": null, "Advertise": [] } }""");
        (_settings.Variables["CONSULTCLUSTER_REGION"], _settings.Variables["CONSULTCLUSTER_NO_SUCH"]) = ("", "");
        (_settings.Variables["CONSULTCLUSTER_JOIN"], _settings.Variables["PATH"]) = ("https://a", "/bin");

        var options = _settings.Load();

        Assert.Equal((null, null, string.Empty), (options.Node, options.MetricsPort, options.Region));
    }

    [Theory]
    [InlineData("CONSULTCLUSTER_RELAYPORT", "CONSULTCLUSTER_RELAY_PORT")]
    [InlineData("CONSULTCLUSTER__RelayPort", "CONSULTCLUSTER_RELAY_PORT")]
    [InlineData("CONSULTCLUSTER_KEY", null)]
    [InlineData("CONSULTCLUSTER_DATA", null)]
    public void Load_VariableThatIsNoSetting_IsAMistakeWithoutItsValue(string name, string? meant)
    {
        (_settings.Variables["CONSULTCLUSTER_JOIN"], _settings.Variables[name]) = ("https://a", "s3cret");

        var mistake = Assert.Single(_settings.Mistakes());

        Assert.StartsWith(name + " is not a variable of a relay node.", mistake, StringComparison.Ordinal);
        Assert.Equal(meant is not null, mistake.Contains($"Did you mean {meant}?", StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MistakesInAFile_NameSettingAndFile()
    {
        var file = _settings.Write("own.json", """
            {
              // A comment.
              "ConsultCluster": { "RelayPort": "s3cret", "RelayPrt": 1, "Settings": "other.json", "Join": "https://a", },
              "ConsultClustr": { "Relays": 1 },
              "Logging": { "LogLevel": { "Default": "Debug" } }
            }
            """);
        _settings.Flags.Add($"--settings={file}");

        var mistakes = _settings.Mistakes();

        Assert.Equal(
            [
                $"ConsultClustr in {file} is not read: settings are in the section ConsultCluster.",
                $"RelayPrt in {file} is not a setting of a relay node. Did you mean RelayPort? --help lists them.",
                $"Settings in {file} comes too late, that file is read already; use --settings or CONSULTCLUSTER_SETTINGS.",
                $"RelayPort in {file} must be a port, 0 to 65535.",
            ],
            mistakes);
    }

    [Theory]
    [InlineData("""{ "ConsultCluster": { "Relays": [1] } }""", "Relays in * must be a single value")]
    [InlineData("""{ "ConsultCluster": { "NodeKey": { "File": "x" } } }""", "NodeKey in * must be a single value")]
    [InlineData("""{ "ConsultCluster": { "Advertise": { "First": "192.0.2.7" } } }""", "Advertise in * must be a list of values, or one value.")]
    [InlineData("""{ "ConsultCluster": { "Advertise": [["192.0.2.7"]] } }""", "Advertise in * must be a list of values, or one value.")]
    [InlineData("""{ "ConsultCluster": "hello" }""", "ConsultCluster in * must be an object of settings")]
    [InlineData("""{ "Logging": { "LogLevel": { "Default": "Loud" } } }""", "Logging:LogLevel:Default in * must be one of Trace, Debug, Information,")]
    [InlineData("""{ "Logging": { "Console": { "LogLevel": { "Orleans": "9" } } } }""", "Logging:Console:LogLevel:Orleans in * must be one of Trace,")]
    [InlineData("""{ "Logging": { "LogLevel": "Debug" } }""", "Logging:LogLevel in * must be an object")]
    [InlineData("""{ "Logging": "Debug" }""", "Logging in * must be an object")]
    public void Load_FileOfTheWrongShape_SaysWhatMustBeThere(string text, string mistake)
    {
        var file = _settings.Write("own.json", text);
        _settings.Flags.AddRange(["--settings", file, "--join", "https://a"]);

        Assert.StartsWith(mistake.Replace("*", file, StringComparison.Ordinal), Assert.Single(_settings.Mistakes()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Logging__LogLevel__Default")]
    [InlineData("ASPNETCORE_LOGGING__Console__LogLevel__Microsoft")]
    public void Load_LogLevelInAVariable_MustBeOne(string name)
    {
        (_settings.Variables["CONSULTCLUSTER_JOIN"], _settings.Variables[name], _settings.Variables["LOGGING"]) = ("https://a", "warning", "on");
        Assert.NotNull(_settings.Load());

        _settings.Variables[name] = "Loud";
        Assert.StartsWith($"{name} must be one of Trace,", Assert.Single(_settings.Mistakes()), StringComparison.Ordinal);
    }

    /// <summary>The framework reads the file beside the program too.</summary>
    [Fact]
    public void Load_LogLevelBesideTheProgram_MustBeOne()
    {
        var file = _settings.Write("appsettings.json", """{ "AllowedHosts": "*", "Logging": { "LogLevel": { "Default": "Loud", "Orleans": "none" } } }""");
        _settings.Flags.AddRange(["--join", "https://a"]);

        Assert.StartsWith($"Logging:LogLevel:Default in {file} must be one of", Assert.Single(_settings.Mistakes()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"ConsultCluster\": ")]
    [InlineData("[]")]
    public void Load_FileThatIsNoJsonOfSettings_SaysSo(string text)
    {
        var file = _settings.Write("own.json", text);
        _settings.Flags.AddRange(["--settings", file, "--join", "https://a"]);

        Assert.StartsWith($"{file} is not a JSON file of settings: ", Assert.Single(_settings.Mistakes()), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoSuchFile_SaysWhich()
    {
        var missing = _settings.PathOf("missing");
        _settings.Flags.AddRange(["--join", "https://a", "--settings", missing, "--key-file", missing]);

        var mistakes = _settings.Mistakes();

        Assert.Equal(2, mistakes.Count);
        Assert.All(mistakes, mistake => Assert.Contains(missing, mistake, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_SecretInAFile_BecomesTheValue()
    {
        _settings.Variables["CONSULTCLUSTER_KEY_FILE"] = _settings.Write("node.key", Key + "\n");
        _settings.Flags.AddRange(["--join", "https://a"]);

        Assert.Equal(Key, _settings.Load().NodeKey);
    }

    [Fact]
    public void Load_SecretThatIsNone_NamesItsSourceAndNotItsValue()
    {
        var file = _settings.Write("node.key", "s3cret");
        _settings.Flags.AddRange(["--join", "https://a", "--key-file", file]);

        var mistake = Assert.Single(_settings.Mistakes());

        Assert.StartsWith($"{file} holds no node key.", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", mistake, StringComparison.Ordinal);
    }

    /// <summary>Which of them counts would be a guess.</summary>
    [Fact]
    public void Load_SecretAndItsFile_AreOneTooMany()
    {
        _settings.Variables["CONSULTCLUSTER_NODE_KEY"] = Key;
        _settings.Flags.AddRange(["--join", "https://a", "--key-file", _settings.Write("node.key", Key)]);

        Assert.Equal("--key-file and CONSULTCLUSTER_NODE_KEY say the same; keep one of them.", Assert.Single(_settings.Mistakes()));
    }
}
