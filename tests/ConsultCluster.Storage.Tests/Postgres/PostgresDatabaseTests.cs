using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Migrations;
using ConsultCluster.Storage.Postgres;
using ConsultCluster.Storage.Rows;
using ConsultCluster.Storage.Tests.Specs;
using Npgsql;

namespace ConsultCluster.Storage.Tests.Postgres;

public sealed class PostgresDatabaseTests : IAsyncLifetime
{
    private PostgresFixture _fixture = null!;

    public async Task InitializeAsync() => _fixture = await PostgresFixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Migrate_Again_ChangesNothing()
    {
        await _fixture.Groups.SaveAsync(StoreSamples.First());

        await _fixture.Database.MigrateAsync();

        Assert.NotNull(await _fixture.Groups.LoadAsync(new GroupId("g1")));
    }

    [Fact]
    public async Task Migrate_ManyOpenersOfAnEmptyDatabase_AllSucceedAndEachFileRanOnce()
    {
        var name = await _fixture.Server.CreateDatabaseAsync();
        var openers = Enumerable.Range(0, 6)
            .Select(_ => new PostgresDatabase(new PostgresOptions { ConnectionString = _fixture.Server.ConnectionString(name) }))
            .ToArray();

        await Task.WhenAll(openers.Select(opener => Task.Run(opener.MigrateAsync)));

        Assert.Equal("1,2,3,4,8", await _fixture.Server.RunAsync("SELECT string_agg(version::text, ',' ORDER BY version) FROM schema_version", name));
        Assert.Equal(0, (await new PostgresAuditStore(openers[5]).VerifyAsync()).Entries);
        Array.ForEach(openers, opener => opener.Dispose());
        await _fixture.Server.RunAsync($"DROP DATABASE {name} WITH (FORCE)");
    }

    [Fact]
    public async Task Migrate_NewerSchema_IsRefusedClearly()
    {
        await _fixture.RunAsync("INSERT INTO schema_version (version, name) VALUES (999, '0999-later.sql')");

        var error = await Assert.ThrowsAsync<SchemaTooNewException>(() => _fixture.Database.MigrateAsync());

        Assert.Equal(999, error.Found);
        Assert.Contains("newer program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_NotUtf8_IsRefusedClearly()
    {
        await _fixture.Server.RunAsync("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'");
        using var database = new PostgresDatabase(new PostgresOptions { ConnectionString = _fixture.Server.ConnectionString("latin") });

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => database.MigrateAsync());

        Assert.Contains("LATIN1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_NoSuchDatabase_IsUnavailableAndWorksOnceItIsMade()
    {
        using var database = new PostgresDatabase(new PostgresOptions { ConnectionString = _fixture.Server.ConnectionString("later") });
        await Assert.ThrowsAsync<StorageUnavailableException>(() => database.MigrateAsync());

        await _fixture.Server.RunAsync("CREATE DATABASE later TEMPLATE template0");

        await database.MigrateAsync();
    }

    [Fact]
    public async Task Commit_DatabaseThatAcknowledgesEarly_IsToldToWaitForItsDisk()
    {
        await _fixture.RunAsync($"ALTER DATABASE {_fixture.Name} SET synchronous_commit = off");
        using var another = _fixture.Another();
        var setting = new Statement("SHOW synchronous_commit");

        Assert.Equal("on", await another.WriteAsync(db => db.ScalarAsync<string>(setting)));

        await _fixture.RunAsync($"ALTER DATABASE {_fixture.Name} SET synchronous_commit = remote_write");
        using var third = _fixture.Another();
        Assert.Equal("remote_write", await third.WriteAsync(db => db.ScalarAsync<string>(setting)));
    }

    [Fact]
    public async Task Read_Writing_IsRefusedByTheDatabase()
    {
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _fixture.Database.ReadAsync(db => db.ExecuteAsync(new Statement("DELETE FROM people"))));
    }

    [Theory]
    [InlineData("UPDATE audit SET action = 'x'")]
    [InlineData("DELETE FROM audit")]
    [InlineData("TRUNCATE audit")]
    [InlineData("SET session_replication_role = replica; DELETE FROM audit")]
    [InlineData("DELETE FROM audit_head")]
    public async Task Audit_ChangedBySql_IsForbidden(string sql)
    {
        await _fixture.Audit.AppendAsync(StoreSamples.Audit());

        var error = await Assert.ThrowsAsync<PostgresException>(() => _fixture.RunAsync(sql));

        Assert.Contains("append-only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_RowThatDoesNotContinueIt_IsForbidden()
    {
        await _fixture.Audit.AppendAsync(StoreSamples.Audit());

        var error = await Assert.ThrowsAsync<PostgresException>(() => _fixture.RunAsync(
            "INSERT INTO audit (number, at, person_id, source, action, detail, hash) VALUES (7, now(), 'p', 's', 'a', '{}', 'h')"));

        Assert.Contains("does not continue", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_TurnTakenBack_LeavesNoGap()
    {
        var turn = StoreSamples.First();
        await _fixture.Groups.SaveAsync(turn);
        await Assert.ThrowsAsync<StaleGroupException>(() => _fixture.Groups.SaveAsync(turn));
        await Assert.ThrowsAsync<PostgresException>(() => _fixture.Groups.SaveAsync(turn.Next() with { Tokens = [StoreSamples.Token("t1", "nobody")] }));
        await _fixture.Groups.SaveAsync(turn.Next());

        Assert.Equal(new AuditVerification(2, null), await _fixture.Audit.VerifyAsync());
    }

    [Fact]
    public async Task Times_InTheDatabase_AreTimes()
    {
        await _fixture.Groups.SaveAsync(StoreSamples.First());

        Assert.Equal(
            "2026-01-01 08:00:00.123456+00",
            await _fixture.Server.RunAsync("SET TimeZone = 'UTC'; SELECT requested_at FROM groups", _fixture.Name));
    }

    [Fact]
    public async Task FindByUserName_Nul_IsNobody() => Assert.Null(await _fixture.People.FindByUserNameAsync("a\0b"));

    [Fact]
    public async Task Tokens_Columns_HoldNoSignedText()
    {
        var columns = await _fixture.Server.RunAsync(
            "SELECT string_agg(column_name, ' ') FROM information_schema.columns WHERE table_name = 'tokens'", _fixture.Name);

        Assert.DoesNotContain(columns.Split(' '), c => c is "token" or "jwt" or "text" or "signature");
        Assert.Contains("patient_hash", columns, StringComparison.Ordinal);
    }
}
