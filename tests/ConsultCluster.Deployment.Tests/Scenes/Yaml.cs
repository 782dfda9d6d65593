using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace ConsultCluster.Deployment.Tests.Scenes;

/// <summary>A piece of a YAML document: a map, a list, a text, or nothing. Anchors and merge keys are resolved.</summary>
internal sealed class Yaml
{
    private readonly object? _value;

    private Yaml(string path, object? value) => (Path, _value) = (path, value);

    /// <summary>Where it is, for messages.</summary>
    public string Path { get; }

    public bool Exists => _value is not null;

    /// <summary>The text; empty when there is none.</summary>
    public string Text => _value as string ?? string.Empty;

    /// <summary>The number; fails when it is none.</summary>
    public int Number => int.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"{Path} is \"{Text}\" and no number.");

    /// <summary>Entries of a list; none when there is no list.</summary>
    public IReadOnlyList<Yaml> Items => _value is List<object> list ? [.. list.Select((item, i) => new Yaml($"{Path}[{i}]", item))] : [];

    /// <summary>Names of a map; none when there is no map.</summary>
    public IReadOnlyList<string> Names => Map is { } map ? [.. map.Keys.Select(key => (string)key)] : [];

    /// <summary>What a map says, as texts.</summary>
    public IReadOnlyDictionary<string, string> Texts => Names.ToDictionary(name => name, name => this[name].Text, StringComparer.Ordinal);

    private Dictionary<object, object>? Map => _value as Dictionary<object, object>;

    /// <summary>What is under that name; nothing when there is no such name.</summary>
    public Yaml this[string name] => new($"{Path}.{name}", Map?.GetValueOrDefault(name));

    /// <summary>Every piece below, this one included.</summary>
    public IEnumerable<Yaml> All() =>
        Names.Select(name => this[name]).Concat(Items).SelectMany(piece => piece.All()).Prepend(this);

    /// <summary>The documents of a text.</summary>
    public static IReadOnlyList<Yaml> Parse(string name, string text)
    {
        var parser = new MergingParser(new Parser(new StringReader(text)));
        var deserializer = new DeserializerBuilder().Build();
        var documents = new List<Yaml>();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            documents.Add(new Yaml(name, deserializer.Deserialize<object?>(parser)));
        }

        return documents;
    }
}
