using ConsultCluster.Relay.Remote.Hosting;

namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>Hands the framework's part of the settings file to it.</summary>
public static class LogLevels
{
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
}
