using ConsultCluster.Relay.Remote.Settings;
using ConsultCluster.Server.Hosting;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>The server's options as its program makes them of flags and variables, on a machine without settings files.</summary>
internal static class Settings
{
    /// <summary>The options of settings that are right.</summary>
    public static ServerOptions Load(string[] flags, params (string Name, string Value)[] variables) => SettingValues
        .Read<ServerOptions>(flags, variables.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value)), programFolder: "/nonexistent")
        .Load<ServerOptions>();

    /// <summary>What is wrong with the settings, which must be something.</summary>
    public static IReadOnlyList<string> Mistakes(string[] flags, params (string Name, string Value)[] variables) =>
        [.. Assert.Throws<OptionsValidationException>(() => Load(flags, variables)).Failures];
}
