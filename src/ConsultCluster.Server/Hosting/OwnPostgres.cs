using System.Collections;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Settings;

namespace ConsultCluster.Server.Hosting;

/// <summary>
/// Tells <c>scripts/serve.sh</c> whether the server needs the PostgreSQL of its data folder: only the server knows what all its settings say. The
/// first argument is <see cref="Command"/>, and the server's flags follow.
/// </summary>
internal static class OwnPostgres
{
    public const string Command = "own-postgres";

    /// <summary>Stands for the database that the script makes.</summary>
    private const string Placeholder = "Host=/";

    /// <summary>Writes the cluster's name and, on a line of its own, the data folder; nothing when the server has another database. Exit code as of the server.</summary>
    public static Task<int> RunAsync(string[] flags, TextWriter output)
    {
        var options = new ServerOptions();
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value));
        SettingValues.Read<ServerOptions>(flags, environment, AppContext.BaseDirectory).Apply(options);
        if (options is not { IsClustered: true, Postgres: null, PostgresFile: null } || flags.Any(flag => flag is "--help" or "-h"))
        {
            // The server itself says what is wrong with its settings.
            return Task.FromResult(0);
        }

        Environment.SetEnvironmentVariable(Setting.Prefix + "POSTGRES", Placeholder);
        return ProgramHost.RunAsync<ServerOptions>(flags, string.Empty, async checkedOptions =>
        {
            await output.WriteLineAsync(checkedOptions.Cluster);
            await output.WriteLineAsync(Path.GetFullPath(checkedOptions.Data));
        });
    }
}
