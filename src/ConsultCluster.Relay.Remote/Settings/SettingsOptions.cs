using System.Collections;
using System.ComponentModel.DataAnnotations;
using ConsultCluster.Relay.Remote.Hosting;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>The options of a program, set from all sources and validated as a whole.</summary>
public static class SettingsOptions
{
    /// <summary>The options of this process: command line, environment, and files of the folder that the program is in.</summary>
    /// <exception cref="OptionsValidationException">One sentence for everything that is wrong.</exception>
    public static T Load<T>(IReadOnlyList<string> args)
        where T : ProcessOptions, new()
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value));
        return SettingValues.Read<T>(args, environment, AppContext.BaseDirectory).Load<T>();
    }

    /// <summary>
    /// The options, validated before anything else is built: which services a process has depends on them. So they have a container of their own, and its
    /// start-up validation runs here.
    /// </summary>
    /// <exception cref="OptionsValidationException">One sentence for everything that is wrong.</exception>
    public static T Load<T>(this SettingValues values)
        where T : ProcessOptions, new()
    {
        ArgumentNullException.ThrowIfNull(values);
        var services = new ServiceCollection();
        services.AddOptions<T>().Configure(values.Apply).ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new Validation<T>(values));
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        return provider.GetRequiredService<IOptions<T>>().Value;
    }

    /// <summary>Everything that is wrong, in the sources and among the values.</summary>
    private sealed class Validation<T>(SettingValues values) : IValidateOptions<T>
        where T : ProcessOptions
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var mistakes = values.Mistakes
                .Concat(values.Settings.Where(setting => values.IsGiven(setting) && !setting.Text.Roles.HasFlag(options.RoleOfSettings)).Select(setting => Misplaced(setting, options)))
                // Among values that are wrong by themselves nothing more can be said.
                .Concat(options.Validate(new ValidationContext(options)).Where(result => !result.MemberNames.Any(values.IsWrong)).Select(Sentence))
                .ToArray();
            return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
        }

        private string Misplaced(Setting setting, ProcessOptions options) => options.RoleOfSettings == SettingRoles.Gateway
            ? $"{values.NameOf(setting.Name)} is not for --role gateway."
            : $"{values.NameOf(setting.Name)} is only for processes of a --cluster; see --help.";

        private string Sentence(ValidationResult result) => $"{values.NameOf(result.MemberNames.First())} {result.ErrorMessage}";
    }
}
