using System.Data;
using ConsultCluster.Storage.Rows;
using Npgsql;

namespace ConsultCluster.Storage.Postgres;

/// <summary>A connection with a transaction on it; disposing takes back what was not committed.</summary>
internal sealed class PostgresTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    public NpgsqlConnection Connection => connection;

    public NpgsqlTransaction Transaction => transaction;

    /// <param name="prelude">Goes to the database together with BEGIN.</param>
    public static async Task<PostgresTransaction> BeginAsync(NpgsqlDataSource source, IsolationLevel level, Statement prelude)
    {
        var connection = await source.OpenConnectionAsync();
        try
        {
            var transaction = await connection.BeginTransactionAsync(level);
            await connection.ExecuteAsync(prelude);
            return new PostgresTransaction(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
