using System.Text.Json;
using ConsultCluster.Relay.Remote.Hosting;
using Microsoft.Extensions.Configuration.Json;

namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>Reads the sources of settings, and keeps a sentence for everything in them that is no setting.</summary>
/// <param name="settings">The settings of the program.</param>
/// <param name="program">The program, as in "not a flag of the server".</param>
internal sealed class SettingReader(IReadOnlyList<Setting> settings, string program)
{
    private readonly List<string> _mistakes = [];

    /// <summary>What is wrong, one sentence each; no value is repeated in them.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <param name="args">Flags as <c>--name value</c> or <c>--name=value</c>; a switch may stand alone.</param>
    public SettingSource Flags(IReadOnlyList<string> args)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i++)
        {
            var parts = args[i].Split('=', 2);
            var hasNext = i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            var setting = settings.FirstOrDefault(s => s.Flag == parts[0] || s.Text.Alias == parts[0]);
            var value = parts.Length == 2 ? parts[1] : hasNext && setting?.IsSwitch != true ? args[++i] : null;
            if (setting is null)
            {
                Unknown(parts[0], "flag", settings.Select(s => s.Flag));
            }
            else if (value is null && setting.IsSwitch)
            {
                values[setting.Name] = bool.TrueString;
            }
            else if (string.IsNullOrWhiteSpace(value))
            {
                _mistakes.Add($"{parts[0]} needs a value.");
            }
            else
            {
                values[setting.Name] = setting.ItemType is not null && values.TryGetValue(setting.Name, out var before) ? $"{before},{value}" : value;
            }
        }

        return new(values, setting => setting.Flag);
    }

    /// <param name="environment">All variables; those without our prefix are ignored, empty ones are not set.</param>
    public SettingSource Variables(IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in environment.Where(v => v.Key.StartsWith(Setting.Prefix, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(v.Value)))
        {
            if (settings.FirstOrDefault(s => s.Variable == name) is { } setting)
            {
                values[setting.Name] = value;
            }
            else
            {
                // A misspelt setting must not silently keep its default.
                Unknown(name, "variable", settings.Select(s => s.Variable));
            }
        }

        _mistakes.AddRange(LogLevels.Mistakes(environment));
        return new(values, setting => setting.Variable);
    }

    /// <summary>The file that the operator wrote.</summary>
    /// <param name="isFound">It is in the data folder, and nobody named it.</param>
    public SettingSource OwnFile(string path, bool isFound)
    {
        var source = File(path, isOwn: true);
        foreach (var setting in settings.Where(s => source.Values.ContainsKey(s.Name) && (s.Name == nameof(ProcessOptions.Settings) || (isFound && s.Name == "Data"))))
        {
            _mistakes.Add($"{source.NameOf(setting)} comes too late, that file is read already; use {setting.Flag} or {setting.Variable}.");
        }

        // It is then for everybody to see which file counts.
        return source with { Values = new Dictionary<string, string?>(source.Values, StringComparer.Ordinal) { [nameof(ProcessOptions.Settings)] = path } };
    }

    /// <summary>A JSON file with comments allowed: our settings in a section of their own, beside the framework's.</summary>
    /// <param name="isOwn">False for the file beside the program, of which the framework reads all.</param>
    public SettingSource File(string path, bool isOwn)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        var sections = Sections(path, isOwn);
        _mistakes.AddRange(sections.Where(IsText).Select(section => $"{section.Key} in {path} must be an object of settings, such as {{ \"HttpPort\": 8080 }}."));
        foreach (var child in sections.SelectMany(section => section.GetChildren()))
        {
            if (settings.FirstOrDefault(s => string.Equals(s.Name, child.Key, StringComparison.OrdinalIgnoreCase)) is not { } setting)
            {
                Unknown($"{child.Key} in {path}", "setting", settings.Select(s => s.Name));
            }
            else if (setting.ItemType is null && child.GetChildren().Any())
            {
                _mistakes.Add($"{setting.Name} in {path} must be a single value, not a list or an object.");
            }
            else if (setting.ItemType is not null && child.GetChildren().Any(item => !item.Key.All(char.IsAsciiDigit) || item.GetChildren().Any()))
            {
                _mistakes.Add($"{setting.Name} in {path} must be a list of values, or one value.");
            }
            else
            {
                var text = setting.ItemType is null ? child.Value : string.Join(',', child.GetChildren().Select(item => item.Value).Append(child.Value));
                if (!string.IsNullOrWhiteSpace(text.AsSpan().Trim(',').ToString()))
                {
                    values[setting.Name] = text;
                }
            }
        }

        return new(values, setting => $"{setting.Name} in {path}");
    }

    private IConfigurationSection[] Sections(string path, bool isOwn)
    {
        try
        {
            using var file = System.IO.File.OpenRead(path);
            var content = new ConfigurationBuilder().Add(new JsonStreamConfigurationSource { Stream = file }).Build();
            _mistakes.AddRange(LogLevels.Mistakes(content, key => $"{key} in {path}"));
            var sections = content.GetChildren().ToLookup(IsOurs);
            if (isOwn)
            {
                _mistakes.AddRange(sections[false].Where(section => section.Key != SettingValues.LoggingSection)
                    .Select(section => $"{section.Key} in {path} is not read: settings are in the section {SettingValues.Section}."));
            }

            return [.. sections[true]];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _mistakes.Add($"The settings cannot be read: {e.Message}");
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            _mistakes.Add($"{path} is not a JSON file of settings: {e.Message}");
        }

        return [];

        static bool IsOurs(IConfigurationSection section) => string.Equals(section.Key, SettingValues.Section, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsText(IConfigurationSection section) => !string.IsNullOrEmpty(section.Value);

    private void Unknown(string name, string kind, IEnumerable<string> known)
    {
        var nearest = NearestName.Of(name.Split(' ')[0], known) is { } near ? $" Did you mean {near}?" : null;
        _mistakes.Add($"{name} is not a {kind} of {program}.{nearest} --help lists them.");
    }
}
