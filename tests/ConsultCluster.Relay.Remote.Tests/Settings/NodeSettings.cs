using ConsultCluster.Relay.Remote.Settings;
using ConsultCluster.RelayNode;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Relay.Remote.Tests.Settings;

/// <summary>The settings of a relay node out of sources in the hands of a test: flags, variables, and a folder that stands for the program's.</summary>
internal sealed class NodeSettings : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("consult-").FullName;

    public List<string> Flags { get; } = [];

    public Dictionary<string, string?> Variables { get; } = new(StringComparer.Ordinal);

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Writes a file in the folder; returns its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>The options of settings that are right.</summary>
    public RelayNodeOptions Load() => SettingValues.Read<RelayNodeOptions>(Flags, Variables, _folder).Load<RelayNodeOptions>();

    /// <summary>What is wrong with the settings, which must be something.</summary>
    public IReadOnlyList<string> Mistakes() => [.. Assert.Throws<OptionsValidationException>(Load).Failures];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
