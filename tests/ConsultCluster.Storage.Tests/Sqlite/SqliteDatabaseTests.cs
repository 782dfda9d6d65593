using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Migrations;
using ConsultCluster.Storage.Rows;
using ConsultCluster.Storage.Sqlite;
using ConsultCluster.Storage.Tests.Specs;
using Microsoft.Data.Sqlite;

namespace ConsultCluster.Storage.Tests.Sqlite;

public sealed class SqliteDatabaseTests : IAsyncLifetime
{
    private SqliteFixture _fixture = null!;

    public async Task InitializeAsync() => _fixture = await SqliteFixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Migrate_Again_ChangesNothing()
    {
        await _fixture.Groups.SaveAsync(StoreSamples.First());

        await _fixture.Database.MigrateAsync();

        Assert.NotNull(await _fixture.Groups.LoadAsync(new GroupId("g1")));
    }

    [Fact]
    public async Task Migrate_NewerSchema_IsRefusedClearly()
    {
        _fixture.Run("INSERT INTO schema_version (version, name) VALUES (999, '0999-later.sql')");

        var error = await Assert.ThrowsAsync<SchemaTooNewException>(() => _fixture.Database.MigrateAsync());

        Assert.Equal(999, error.Found);
        Assert.Contains("newer program", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_NotADatabase_IsUnavailable()
    {
        var path = _fixture.Options.Path + ".txt";
        await File.WriteAllTextAsync(path, new string('x', 5000));
        using var database = new SqliteDatabase(new SqliteOptions { Path = path });

        await Assert.ThrowsAsync<StorageUnavailableException>(() => database.MigrateAsync());
    }

    [Fact]
    public async Task Open_FolderGone_IsUnavailableAndWorksAgainLater()
    {
        var folder = _fixture.Options.Path + ".later";
        using var database = new SqliteDatabase(new SqliteOptions { Path = Path.Combine(folder, "consult.db") });
        await Assert.ThrowsAsync<StorageUnavailableException>(() => database.MigrateAsync());

        Directory.CreateDirectory(folder);

        await database.MigrateAsync();
    }

    [Fact]
    public async Task Durability_Settings_AreThoseThatSurviveAPowerCut()
    {
        Assert.Equal("wal", await _fixture.Database.ReadAsync(db => db.Scalar<string>("PRAGMA journal_mode")));
        Assert.Equal(2, await _fixture.Database.ReadAsync(db => db.Scalar<long>("PRAGMA synchronous")));
        Assert.Equal(1, await _fixture.Database.ReadAsync(db => db.Scalar<long>("PRAGMA foreign_keys")));
    }

    [Theory]
    [InlineData("UPDATE audit SET action = 'x'")]
    [InlineData("DELETE FROM audit")]
    public async Task Audit_ChangedBySql_IsForbidden(string sql)
    {
        await _fixture.Audit.AppendAsync(StoreSamples.Audit());

        var error = Assert.Throws<SqliteException>(() => _fixture.Run(sql));

        Assert.Contains("append-only", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Finer than the ports promise, and databases in the field are chained over these times.</summary>
    [Fact]
    public async Task Times_EveryTick_ComesBack()
    {
        var at = StoreSamples.Start.AddTicks(7);
        var first = StoreSamples.First();
        await _fixture.Groups.SaveAsync(first with
        {
            After = first.After with { RequestedAt = at },
            Audit = [StoreSamples.Audit() with { At = at }],
        });

        Assert.Equal(at, (await _fixture.Groups.FindAsync(new GroupId("g1")))!.RequestedAt);
        Assert.Equal(at, Assert.Single(await _fixture.Audit.ReadAllAsync(0, 10)).Entry.At);
    }

    [Fact]
    public void Tokens_Columns_HoldNoSignedText()
    {
        using var connection = _fixture.Open();
        var columns = connection.All(new Statement("SELECT name FROM pragma_table_info('tokens')"), row => row.GetString(0));

        Assert.DoesNotContain(columns, c => c is "token" or "jwt" or "text" or "signature");
        Assert.Contains("patient_hash", columns);
    }
}
