using ConsultCluster.Cluster.Hosting;
using ConsultCluster.Testing.Postgres;
using Npgsql;

namespace ConsultCluster.Cluster.Tests.Hosting;

/// <summary>The tables and statements, as the providers use them.</summary>
public sealed class ClusterSchemaTests : IAsyncLifetime
{
    private static readonly DateTime Moment = new(2026, 1, 1, 8, 0, 0, DateTimeKind.Utc);

    private PostgresServer _server = null!;
    private string _name = null!;
    private NpgsqlDataSource _source = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        _name = await _server.CreateDatabaseAsync();
        _source = NpgsqlDataSource.Create(_server.ConnectionString(_name));
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Apply_FromSeveralServersAtOnceAndAgain_IsThereOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ClusterSchema.ApplyAsync(_source)));
        await ClusterSchema.ApplyAsync(_source);

        Assert.Equal("21", await _server.RunAsync("SELECT count(*) FROM orleansquery", _name));
    }

    [Fact]
    public async Task Apply_ByTheServersRoleAfterTheOwner_NeedsNoRights()
    {
        await _server.RunAsync("CREATE ROLE consultcluster_application NOLOGIN; CREATE ROLE server LOGIN IN ROLE consultcluster_application", _name);
        await ClusterSchema.ApplyAsync(_source);
        await using var server = NpgsqlDataSource.Create(_server.ConnectionString(_name, "server"));

        await ClusterSchema.ApplyAsync(server);

        await using var write = server.CreateCommand("INSERT INTO orleans_cluster (deployment_id) VALUES ('c')");
        Assert.Equal(1, await write.ExecuteNonQueryAsync());
        await using var alter = server.CreateCommand("UPDATE orleansquery SET querytext = ''");
        await Assert.ThrowsAsync<PostgresException>(() => alter.ExecuteNonQueryAsync());
    }

    [Fact]
    public async Task InsertMembership_SameVersionFromManySilos_ExactlyOneIsTaken()
    {
        await ClusterSchema.ApplyAsync(_source);
        Assert.Equal(true, await AskAsync("InsertMembershipVersionKey", ("DeploymentId", "c")));
        Assert.Equal(false, await AskAsync("InsertMembershipVersionKey", ("DeploymentId", "c")));

        var taken = await Task.WhenAll(Enumerable.Range(1, 8).Select(generation => InsertAsync(generation, version: 0)));

        Assert.Single(taken, true);
        Assert.Equal("1", await _server.RunAsync("SELECT version FROM orleans_cluster", _name));
        Assert.Equal("1", await _server.RunAsync("SELECT count(*) FROM orleans_silo", _name));
    }

    [Fact]
    public async Task UpdateMembership_UnknownSiloOrOldVersion_ChangesNothing()
    {
        await ClusterSchema.ApplyAsync(_source);
        await AskAsync("InsertMembershipVersionKey", ("DeploymentId", "c"));
        Assert.True(await InsertAsync(1, version: 0));

        Assert.False(await InsertAsync(1, version: 1));
        Assert.False(await UpdateAsync(2, version: 1));
        Assert.False(await UpdateAsync(1, version: 0));
        Assert.True(await UpdateAsync(1, version: 1));

        Assert.Equal("2|6", await _server.RunAsync("SELECT version, status FROM orleans_cluster JOIN orleans_silo USING (deployment_id)", _name));
    }

    private async Task<bool> InsertAsync(int generation, int version) => (bool)(await AskAsync(
        "InsertMembershipKey",
        [.. Silo(generation, version), ("SiloName", "n"), ("HostName", "h"), ("Status", 3), ("ProxyPort", 0), ("StartTime", Moment), ("IAmAliveTime", Moment)]))!;

    private async Task<bool> UpdateAsync(int generation, int version) => (bool)(await AskAsync(
        "UpdateMembershipKey", [.. Silo(generation, version), ("Status", 6), ("SuspectTimes", DBNull.Value), ("IAmAliveTime", Moment)]))!;

    private static (string Name, object Value)[] Silo(int generation, int version) =>
        [("DeploymentId", "c"), ("Address", "127.0.0.1"), ("Port", 11111), ("Generation", generation), ("Version", version)];

    /// <summary>Runs one of the statements with a provider's parameters.</summary>
    private async Task<object?> AskAsync(string key, params (string Name, object Value)[] parameters)
    {
        await using var read = _source.CreateCommand("SELECT QueryText FROM OrleansQuery WHERE QueryKey = @key");
        read.Parameters.AddWithValue("key", key);
        await using var command = _source.CreateCommand((string)(await read.ExecuteScalarAsync())!);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return await command.ExecuteScalarAsync();
    }
}
