using ConsultCluster.Storage.Postgres;

namespace ConsultCluster.Server.Hosting;

/// <summary>
/// Connection strings may hold passwords, and a command line can be seen by everybody on the machine: so they may come by environment
/// variable. Neither is ever printed.
/// </summary>
public static class PostgresSetting
{
    /// <summary>The variable that stands for <c>--postgres</c>; the flag goes first.</summary>
    public const string Variable = "CONSULTCLUSTER_POSTGRES";

    /// <summary>The connection of the tables' owner, for bringing the schema forward; there is no flag for it.</summary>
    public const string OwnerVariable = "CONSULTCLUSTER_POSTGRES_OWNER";

    /// <summary>Takes what the flags did not say from the environment; returns what is wrong, one sentence each.</summary>
    /// <param name="environment">Value of a variable; null or empty when it is not set.</param>
    public static IReadOnlyList<string> Complete(ServerOptions options, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(environment);
        var wrong = new List<string>();
        var source = options.Postgres is null ? Variable : "--postgres";
        options.Postgres ??= NullIfEmpty(environment(Variable));
        options.PostgresOwner ??= NullIfEmpty(environment(OwnerVariable));
        Check(source, options.Postgres, wrong);
        Check(OwnerVariable, options.PostgresOwner, wrong);
        if (options is { Postgres: null, IsClustered: true })
        {
            wrong.Add($"A cluster needs a PostgreSQL database; name it with --postgres or {Variable}.");
        }

        if (options is { Postgres: null, PostgresOwner: not null })
        {
            wrong.Add($"{OwnerVariable} is for a PostgreSQL database; name it with --postgres or {Variable} as well.");
        }

        return wrong;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static void Check(string source, string? connection, List<string> wrong)
    {
        if (connection is not null && PostgresOptions.Mistake(connection) is { } mistake)
        {
            wrong.Add($"{source} must be a connection string such as \"Host=db;Database=consultcluster;Username=consultcluster\"; {mistake}.");
        }
    }
}
