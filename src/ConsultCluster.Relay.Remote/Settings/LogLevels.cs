using ConsultCluster.Relay.Remote.Hosting;

namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>The framework's part of the settings file: checks it, and hands it over.</summary>
public static class LogLevels
{
    private const string LevelsKey = "LogLevel";

    /// <summary>Colons in the shortest key of a level, <c>Logging:LogLevel:Default</c>.</summary>
    private const int LevelDepth = 2;

    /// <summary>Before variables that the framework reads as well.</summary>
    private static readonly string[] Prefixes = ["DOTNET_", "ASPNETCORE_"];

    private static string Words => string.Join(", ", Enum.GetNames<LogLevel>());

    /// <summary>Adds the section <c>Logging</c> of the settings file, which goes before the file beside the program and after variables.</summary>
    public static void AddLogLevels(this IConfigurationBuilder configuration, ProcessOptions options)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Settings is { } file)
        {
            configuration.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false).AddEnvironmentVariables();
        }
    }

    /// <summary>What the framework would end the process for, or silently ignore, one sentence each.</summary>
    /// <param name="configuration">A source of settings; its section <c>Logging</c> is looked at.</param>
    /// <param name="nameOf">How people know a key of the source.</param>
    internal static IEnumerable<string> Mistakes(IConfiguration configuration, Func<string, string> nameOf)
    {
        var logging = configuration.GetSection(SettingValues.LoggingSection);
        if (!string.IsNullOrEmpty(logging.Value))
        {
            return [$"{nameOf(logging.Path)} must be an object, such as {{ \"{LevelsKey}\": {{ \"Default\": \"{LogLevel.Information}\" }} }}."];
        }

        // Levels of all logs, and those of single outputs such as Logging:Console:LogLevel.
        return logging.GetChildren()
            .Select(child => IsLevels(child) ? child : child.GetSection(LevelsKey))
            .SelectMany(levels => string.IsNullOrEmpty(levels.Value)
                ? levels.GetChildren().Where(level => !IsLevel(level)).Select(level => $"{nameOf(level.Path)} must be one of {Words}.")
                : [$"{nameOf(levels.Path)} must be an object, such as {{ \"Default\": \"{LogLevel.Information}\" }}."]);
    }

    /// <summary>The same among variables, such as <c>Logging__LogLevel__Default</c>. One that is just called <c>LOGGING</c> is some other program's.</summary>
    internal static IEnumerable<string> Mistakes(IEnumerable<KeyValuePair<string, string?>> environment)
    {
        foreach (var variable in environment)
        {
            var prefix = Prefixes.FirstOrDefault(before => variable.Key.StartsWith(before, StringComparison.OrdinalIgnoreCase)) ?? string.Empty;
            var key = variable.Key[prefix.Length..].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
            var one = new ConfigurationBuilder().AddInMemoryCollection([new(key, variable.Value)]).Build();
            foreach (var mistake in key.Count(c => c == ':') < LevelDepth ? [] : Mistakes(one, _ => variable.Key))
            {
                yield return mistake;
            }
        }
    }

    private static bool IsLevels(IConfigurationSection section) => string.Equals(section.Key, LevelsKey, StringComparison.OrdinalIgnoreCase);

    private static bool IsLevel(IConfigurationSection level) =>
        !level.GetChildren().Any() && (string.IsNullOrEmpty(level.Value) || (Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out var known) && Enum.IsDefined(known)));
}
