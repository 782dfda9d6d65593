using System.Text;
using ConsultCluster.Relay.Remote.Hosting;

namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>What <c>--help</c> prints about settings.</summary>
public static class SettingHelp
{
    /// <summary>Characters of a line.</summary>
    private const int Width = 100;

    /// <summary>Where descriptions begin.</summary>
    private const int Column = 24;

    /// <summary>The whole help of a program.</summary>
    /// <typeparam name="T">Its options.</typeparam>
    /// <param name="title">What the program is, in one line.</param>
    public static string Of<T>(string title)
        where T : ProcessOptions, new()
    {
        var (settings, defaults) = (Setting.Of(typeof(T)), new T());
        var forClusters = settings.Where(setting => !setting.Text.Roles.HasFlag(defaults.RoleOfSettings)).ToArray();
        var text = new StringBuilder().AppendLine(title).AppendLine().Append(List(settings.Except(forClusters), defaults)).Append(Entry("--help", "this text"));
        if (forClusters.Length > 0)
        {
            text.AppendLine().AppendLine("Servers of a cluster, which --cluster makes of this one:").AppendLine().Append(List(forClusters, defaults));
        }

        return text.AppendLine().Append(Sources).ToString();
    }

    /// <summary>Where values may come from.</summary>
    public static string Sources { get; } = Wrap($$"""
        Each is also a variable, {{Setting.Prefix}}RELAY_PORT for --relay-port, and a value of "{{SettingValues.Section}}" in {{SettingValues.FileName}}, such as
        { "{{SettingValues.Section}}": { "RelayPort": 7000 } }. A flag goes before its variable, and that before files: the one that --settings names, else
        {{SettingValues.FileName}} in the data folder; at last {{SettingValues.FileName}} beside the program. Lists have commas.
        """, 0);

    /// <summary>One entry for each setting.</summary>
    /// <param name="defaults">Options that nobody set.</param>
    public static string List(IEnumerable<Setting> settings, object defaults) => string.Concat(settings.Select(setting => Entry(
        string.Join(", ", new[] { setting.Flag, setting.Text.Alias }.OfType<string>().Select(flag => $"{flag} {setting.Text.Placeholder}".TrimEnd())),
        Describe(setting, defaults))));

    /// <summary>The default as a word or a value; null for a switch, which is off.</summary>
    public static string? Default(Setting setting, object defaults)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return setting.Text.Default ?? setting.Property.GetValue(defaults) switch
        {
            bool => null,
            null or "" or System.Collections.ICollection => "none",
            TimeSpan time => $"{time.TotalSeconds}",
            Enum value => $"{value}".ToLowerInvariant(),
            var value => $"{value}",
        };
    }

    private static string Describe(Setting setting, object defaults)
    {
        var secret = setting.Text.IsSecret ? $". Every user of the machine sees flags: better {setting.Variable}" : null;
        return $"{setting.Text.Description}{secret}{(Default(setting, defaults) is { } value ? $". Default: {value}" : null)}";
    }

    private static string Entry(string name, string description)
    {
        var text = Wrap(description, Column);
        var head = $"  {name}";
        return head.Length + 1 < Column ? head + text[head.Length..] : $"{head}{Environment.NewLine}{text}";
    }

    /// <summary>Lines of at most <see cref="Width"/> characters, each indented.</summary>
    private static string Wrap(string text, int indent)
    {
        var (lines, line) = (new StringBuilder(), new StringBuilder());
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && indent + line.Length + 1 + word.Length > Width)
            {
                lines.Append(' ', indent).Append(line).AppendLine();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : null).Append(word);
        }

        return lines.Append(' ', indent).Append(line).AppendLine().ToString();
    }
}
