using ConsultCluster.Relay.Remote.Hosting;

namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>
/// The settings of a program out of all their sources. The later goes before the earlier: <c>appsettings.json</c> beside the program, the file of
/// <c>--settings</c> or else <c>appsettings.json</c> in the data folder, variables, flags.
/// </summary>
public sealed class SettingValues
{
    /// <summary>The section of our settings in a file.</summary>
    public const string Section = "ConsultCluster";

    /// <summary>The section of log levels, which is the framework's.</summary>
    public const string LoggingSection = "Logging";

    /// <summary>The file that is looked for beside the program and in the data folder.</summary>
    public const string FileName = "appsettings.json";

    private readonly List<string> _mistakes = [];
    private readonly Dictionary<Setting, object> _converted = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wrong = new(StringComparer.Ordinal);

    private SettingValues(IReadOnlyList<Setting> settings, IReadOnlyList<SettingSource> sources, Func<string, string> readSecret)
    {
        Settings = settings;
        var builder = new ConfigurationBuilder();
        foreach (var source in sources)
        {
            builder.AddInMemoryCollection(source.Values);
            foreach (var setting in settings.Where(s => source.Values.ContainsKey(s.Name)))
            {
                _names[setting.Name] = source.NameOf(setting);
            }
        }

        Configuration = builder.Build();
        foreach (var setting in settings.Where(s => s.Text.FileOf is not null && Configuration[s.Name] is not null))
        {
            ReadSecret(setting, readSecret);
        }

        foreach (var setting in settings.Where(s => Configuration[s.Name] is not null))
        {
            if (setting.Convert(Configuration[setting.Name]!, out var mistake) is { } value)
            {
                _converted[setting] = value;
            }
            else
            {
                Wrong(setting.Name, mistake!);
            }
        }
    }

    /// <summary>The settings of the program.</summary>
    public IReadOnlyList<Setting> Settings { get; }

    /// <summary>The texts by the settings' names; lists with commas. Holds secrets.</summary>
    public IConfigurationRoot Configuration { get; }

    /// <summary>What is wrong in the sources, one sentence each that names the setting as its source does.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>Reads all sources of a program.</summary>
    /// <typeparam name="T">The program's options.</typeparam>
    /// <param name="args">The command line.</param>
    /// <param name="environment">All variables.</param>
    /// <param name="programFolder">Where the program is.</param>
    /// <param name="readSecret">Reads a file that holds a secret; null takes those of this machine.</param>
    public static SettingValues Read<T>(
        IReadOnlyList<string> args, IEnumerable<KeyValuePair<string, string?>> environment, string programFolder, Func<string, string>? readSecret = null)
        where T : ProcessOptions, new()
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(environment);
        var (settings, known) = (Setting.Of(typeof(T)), new T());
        var reader = new SettingReader(settings, known.Program);
        var sources = new List<SettingSource> { reader.Variables(environment), reader.Flags(args) };
        var beside = Path.Combine(programFolder, FileName);
        if (File.Exists(beside))
        {
            sources.Insert(0, reader.File(beside, isOwn: false));
        }

        // Which file is read depends on the other sources.
        new SettingValues(settings, sources, readSecret ?? File.ReadAllText).Apply(known);
        var inDataFolder = known.DataFolder is { } folder ? Path.Combine(folder, FileName) : null;
        if (known.Settings is not null || File.Exists(inDataFolder))
        {
            sources.Insert(sources.Count - 2, reader.OwnFile(known.Settings ?? inDataFolder!, isFound: known.Settings is null));
        }

        var values = new SettingValues(settings, sources, readSecret ?? File.ReadAllText);
        values._mistakes.InsertRange(0, reader.Mistakes);
        return values;
    }

    /// <summary>How people know a setting: the flag, the variable or the name in the file that gave it; the flag where none did.</summary>
    public string NameOf(string setting) => _names.GetValueOrDefault(setting) ?? Setting.FlagOf(setting);

    /// <summary>A source says something about it.</summary>
    public bool IsGiven(Setting setting) => _names.ContainsKey(setting.Name);

    /// <summary>The value cannot be used, which is in <see cref="Mistakes"/>.</summary>
    public bool IsWrong(string setting) => _wrong.Contains(setting);

    /// <summary>Sets what could be converted.</summary>
    public void Apply(object options)
    {
        foreach (var (setting, value) in _converted)
        {
            setting.Set(options, value);
        }
    }

    /// <summary>A secret in a file becomes the value of its setting.</summary>
    private void ReadSecret(Setting file, Func<string, string> read)
    {
        var secret = file.Text.FileOf!;
        if (_names.TryGetValue(secret, out var other))
        {
            _mistakes.Add($"{NameOf(file.Name)} and {other} say the same; keep one of them.");
            return;
        }

        try
        {
            Configuration[secret] = read(Configuration[file.Name]!).Trim();
            _names[secret] = Configuration[file.Name]!;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Wrong(file.Name, $"cannot be read: {e.Message}");
        }
    }

    private void Wrong(string setting, string mistake)
    {
        _wrong.Add(setting);
        _mistakes.Add($"{NameOf(setting)} {mistake}");
    }
}
