using System.Text.RegularExpressions;
using ConsultCluster.Deployment.Tests.Scenes;
using ConsultCluster.Deployment.Tests.Settings;

namespace ConsultCluster.Deployment.Tests.Compose;

/// <summary><c>deploy/compose.yaml</c>, as Compose reads it.</summary>
internal sealed partial class ComposeFile
{
    public static ComposeFile Read() => new();

    public Yaml Root { get; } = Assert.Single(Yaml.Parse("compose.yaml", Repository.Text("deploy/compose.yaml")));

    public IReadOnlyList<(string Name, Yaml Yaml)> Services => [.. Root["services"].Names.Select(name => (name, Root["services"][name]))];

    /// <summary>Those that run our server.</summary>
    public IReadOnlyList<(string Name, Yaml Yaml)> Ours => [.. Services.Where(service => service.Name != "postgres")];

    /// <summary>The variables that somebody has to set, each with what Compose says when they are not.</summary>
    public IReadOnlyList<(string Name, string Message)> Required =>
        [.. Variable().Matches(Repository.Text("deploy/compose.yaml")).Where(v => v.Groups["message"].Success).Select(v => (v.Groups["name"].Value, v.Groups["message"].Value))];

    /// <summary>How the server is started in a service.</summary>
    public static ServerCommand Command(Yaml service) => new(
        [.. service["command"].Items.Select(item => Fill(item.Text))],
        service["environment"].Texts.ToDictionary(variable => variable.Key, variable => Fill(variable.Value), StringComparer.Ordinal));

    /// <summary>With an address for every variable.</summary>
    private static string Fill(string text) => Variable().Replace(text, "192.0.2.10");

    [GeneratedRegex(@"\$\{(?<name>\w+)(:\?(?<message>[^}]+)|:?-[^}]*)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
