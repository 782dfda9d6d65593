using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>The tables and statements that clustering and reminders need: <c>deploy/postgres/orleans.sql</c>, which is part of this assembly.</summary>
public static class ClusterSchema
{
    /// <summary>Among the statements, which no provider asks for by this key: which version of the script the database has.</summary>
    private const string DigestKey = "ConsultClusterScript";

    /// <summary>
    /// Brings the database to this program's script; does nothing, and needs no rights but reading, when it is there already. Servers that
    /// start together wait for the first.
    /// </summary>
    /// <param name="source">Signs in as the owner of the tables when they have to be made.</param>
    public static async Task ApplyAsync(NpgsqlDataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var script = Read();
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        await using var connection = await source.OpenConnectionAsync();
        if (await IsThereAsync(connection, digest))
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync();
        await using var apply = new NpgsqlCommand(script, connection, transaction);
        await apply.ExecuteNonQueryAsync();
        await using var mark = new NpgsqlCommand(
            "INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES (@key, @digest) ON CONFLICT (QueryKey) DO UPDATE SET QueryText = EXCLUDED.QueryText",
            connection,
            transaction);
        mark.Parameters.AddWithValue("key", DigestKey);
        mark.Parameters.AddWithValue("digest", digest);
        await mark.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static async Task<bool> IsThereAsync(NpgsqlConnection connection, string digest)
    {
        await using var table = new NpgsqlCommand("SELECT to_regclass('orleansquery') IS NOT NULL", connection);
        if (await table.ExecuteScalarAsync() is not true)
        {
            return false;
        }

        await using var known = new NpgsqlCommand("SELECT QueryText FROM OrleansQuery WHERE QueryKey = @key", connection);
        known.Parameters.AddWithValue("key", DigestKey);
        return string.Equals(await known.ExecuteScalarAsync() as string, digest, StringComparison.Ordinal);
    }

    private static string Read()
    {
        using var stream = typeof(ClusterSchema).Assembly.GetManifestResourceStream("orleans.sql")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
