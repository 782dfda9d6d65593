using ConsultCluster.Relay.Remote.Hosting;

namespace ConsultCluster.Server.Hosting;

/// <summary>
/// Every flag has a variable of the same name (<c>--relay-port</c>: <c>CONSULTCLUSTER_RELAY_PORT</c>), for supervisors and containers that
/// configure by environment. A flag goes before its variable.
/// </summary>
public static class EnvironmentFlags
{
    /// <summary>How the names of all our variables begin.</summary>
    public const string Prefix = "CONSULTCLUSTER_";

    /// <summary>Flags with secrets: their variables have names of their own, are read where they are needed, and never become a flag.</summary>
    public static IReadOnlyList<string> SecretFlags { get; } = ["--postgres", "--node-key"];

    /// <summary>The variables that hold secrets.</summary>
    public static IReadOnlyList<string> SecretVariables { get; } = [PostgresSetting.Variable, PostgresSetting.OwnerVariable, NodeKeySource.Variable];

    /// <summary>Every variable that is read.</summary>
    public static IReadOnlyList<string> Variables { get; } =
        [.. CommandLine.ValueFlags.Concat(CommandLine.SwitchFlags).Except(SecretFlags, StringComparer.Ordinal).Select(NameOf), .. SecretVariables];

    /// <summary>The flags that the environment adds to those of the command line, as <c>--name=value</c>.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="environment">All variables; those without our prefix are ignored, empty ones are not set.</param>
    /// <param name="mistakes">One sentence each; no value is repeated in them.</param>
    public static IReadOnlyList<string> Read(
        IReadOnlyList<string> args, IEnumerable<KeyValuePair<string, string>> environment, out IReadOnlyList<string> mistakes)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(environment);
        var given = args.Select(arg => arg.Split('=', 2)[0]).ToHashSet(StringComparer.Ordinal);
        var (flags, wrong) = (new List<string>(), new List<string>());
        foreach (var (name, value) in environment.Where(IsOurs))
        {
            var flag = "--" + name[Prefix.Length..].Replace('_', '-').ToLowerInvariant();
            if (!Variables.Contains(name, StringComparer.Ordinal))
            {
                // A setting that is misspelt must not silently keep its default.
                wrong.Add($"{name} is not a setting; deploy/consultcluster.env.sample lists them.");
            }
            else if (SecretVariables.Contains(name, StringComparer.Ordinal) || given.Contains(flag))
            {
                continue;
            }
            else if (!CommandLine.SwitchFlags.Contains(flag, StringComparer.Ordinal))
            {
                flags.Add($"{flag}={value}");
            }
            else if (value is "true" or "1")
            {
                flags.Add(flag);
            }
            else if (value is not ("false" or "0"))
            {
                wrong.Add($"{name} must be true or false.");
            }
        }

        mistakes = wrong;
        return flags;

        static bool IsOurs(KeyValuePair<string, string> variable) =>
            variable.Key.StartsWith(Prefix, StringComparison.Ordinal) && variable.Value.Length > 0;
    }

    /// <summary>The variable of a flag.</summary>
    public static string NameOf(string flag)
    {
        ArgumentNullException.ThrowIfNull(flag);
        return Prefix + flag.TrimStart('-').Replace('-', '_').ToUpperInvariant();
    }
}
