using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Audit;
using ConsultCluster.Storage.Rows;
using ConsultCluster.Storage.Sqlite;
using ConsultCluster.Storage.Tests.Postgres;
using ConsultCluster.Storage.Tests.Specs;
using ConsultCluster.Storage.Tests.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ConsultCluster.Storage.Tests.Attacks;

public sealed class SqliteAuditForgery : AuditForgery
{
    protected override async Task<StoreFixture> CreateAsync() => await SqliteFixture.StartAsync();

    protected override Task RunAsync(StoreFixture fixture, string sql)
    {
        ((SqliteFixture)fixture).Run(sql);
        return Task.CompletedTask;
    }

    protected override string Disarm =>
        "DROP TRIGGER IF EXISTS audit_is_never_changed; DROP TRIGGER IF EXISTS audit_is_never_deleted; DROP TRIGGER IF EXISTS audit_is_only_continued;";

    protected override string Rearm => string.Empty;

    protected override string EndAt(RecordedAudit last) => $"UPDATE sqlite_sequence SET seq = {last.Number} WHERE name = 'audit'";

    protected override string InsertSql(long number, string action, string hash) =>
        "INSERT INTO audit (number, at, person_id, source, action, detail, hash) "
        + $"VALUES ({number}, '{Columns.Text(StoreSamples.Start)}', 'p1', '192.0.2.1', '{action}', '{{}}', '{hash}')";

    protected override IReadOnlyList<string> Hush =>
    [
        "CREATE TRIGGER hush BEFORE INSERT ON audit WHEN NEW.action = 'hushed' BEGIN SELECT RAISE(IGNORE); END",
        "DROP TRIGGER hush; CREATE TRIGGER hush AFTER INSERT ON audit WHEN NEW.action = 'hushed' BEGIN DELETE FROM audit WHERE number = NEW.number; END",
    ];

    /// <summary>A column takes anything here. The check has to name the entry, and not to fail at it.</summary>
    [Theory]
    [InlineData("UPDATE audit SET at = 'soon' WHERE number = 4", 4, AuditFault.Changed)]
    [InlineData("UPDATE audit SET at = 5 WHERE number = 4", 4, AuditFault.Changed)]
    [InlineData("UPDATE audit SET at = x'00ff' WHERE number = 4", 4, AuditFault.Changed)]
    [InlineData("UPDATE audit SET at = 'soon' WHERE number = 5", 5, AuditFault.Changed)]
    [InlineData("UPDATE sqlite_sequence SET seq = 'none' WHERE name = 'audit'", 1, AuditFault.Inserted)]
    [Trait("attack", "16")]
    public async Task Change_ToWhatNobodyCanRead_IsNamed(string sql, long number, AuditFault fault)
    {
        using var fixture = new AsyncScope(await SqliteFixture.StartAsync());
        for (var i = 1; i <= 5; i++)
        {
            await fixture.Value.Audit.AppendAsync(StoreSamples.Audit($"a{i}"));
        }

        fixture.Value.Run($"{Disarm} {sql}");

        Assert.Equal(new AuditVerification(number == 1 ? 5 : number - 1, number) { Fault = fault }, await fixture.Value.Audit.VerifyAsync());
    }

    /// <summary>The way that went past the triggers.</summary>
    [Theory]
    [InlineData("INSERT OR REPLACE INTO audit SELECT number, at, group_id, 'somebody', source, action, detail, hash, signed_by, signature FROM audit WHERE number = 4")]
    [InlineData("REPLACE INTO audit SELECT number, at, group_id, 'somebody', source, action, detail, hash, signed_by, signature FROM audit")]
    [InlineData("UPDATE OR REPLACE audit SET number = 3 WHERE number = 4")]
    [InlineData("INSERT INTO audit SELECT 12, at, group_id, person_id, source, action, detail, hash, signed_by, signature FROM audit WHERE number = 4")]
    [InlineData("INSERT INTO audit SELECT NULL, at, group_id, person_id, source, action, detail, hash, signed_by, signature FROM audit WHERE number = 4")]
    [Trait("attack", "16")]
    public async Task Replace_PastTheTriggers_IsRefused(string sql)
    {
        using var fixture = new AsyncScope(await SqliteFixture.StartAsync());
        for (var i = 1; i <= 5; i++)
        {
            await fixture.Value.Audit.AppendAsync(StoreSamples.Audit($"a{i}"));
        }

        var refused = Assert.Throws<SqliteException>(() => fixture.Value.Run(sql));

        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new AuditVerification(5, null), await fixture.Value.Audit.VerifyAsync());
    }

    /// <summary>A key that was replaced may have been stolen: what it signs later is not believed, what it signed before is.</summary>
    [Fact]
    [Trait("attack", "16")]
    public async Task Append_WithAReplacedKey_IsNotBelieved()
    {
        using var fixture = new AsyncScope(await SqliteFixture.StartAsync());
        using var folder = new KeyFolder();
        using var replaced = AuditKeys.Of(folder.Key, fixture.Value.AuditKeys.PublicPem!);
        using var database = new SqliteDatabase(fixture.Value.Options, replaced);
        var audit = new SqliteAuditStore(database);
        await fixture.Value.Audit.AppendAsync(StoreSamples.Audit("with the old key"));
        await audit.AppendAsync(StoreSamples.Audit("with the new key"));
        Assert.Equal(new AuditVerification(2, null), await audit.VerifyAsync());
        Assert.Equal(2, (await audit.ReadAllAsync(0, 10)).Select(row => row.Key).Distinct().Count());

        await fixture.Value.Audit.AppendAsync(StoreSamples.Audit("with the stolen key"));

        Assert.Equal(3, (await audit.VerifyAsync()).FirstBroken);
        // Who never trusted the new key cannot tell.
        Assert.Equal(new AuditVerification(1, 2) { Fault = AuditFault.WrongSignature }, await fixture.Value.Audit.VerifyAsync());
    }

    /// <summary>A record of the version before, which did not sign: the first signed entry vouches for it.</summary>
    [Fact]
    [Trait("attack", "16")]
    public async Task Change_EntryFromBeforeSigning_IsNamed()
    {
        using var fixture = new AsyncScope(await SqliteFixture.StartAsync());
        using var before = new SqliteDatabase(fixture.Value.Options);
        var old = new SqliteAuditStore(before);
        await old.AppendAsync(StoreSamples.Audit("a1"));
        await old.AppendAsync(StoreSamples.Audit("a2"));

        // Not yet: servers of before may still write.
        await fixture.Value.Audit.AppendAsync(StoreSamples.Audit("a3"));
        await old.AppendAsync(StoreSamples.Audit("a4"));
        Assert.Null((await fixture.Value.Audit.LastAsync())!.Signature);
        fixture.Value.AuditKeys.Begin();
        await fixture.Value.Audit.AppendAsync(StoreSamples.Audit("a5"));
        Assert.Equal(5, await fixture.Value.Audit.FirstSignedAsync());
        Assert.Equal(new AuditVerification(5, null), await fixture.Value.Audit.VerifyAsync());

        var rows = await fixture.Value.Audit.ReadAllAsync(0, 10);
        var entry = rows[3].Entry with { By = new PersonId("somebody") };
        fixture.Value.Run($"{Disarm} UPDATE audit SET person_id = 'somebody', hash = '{AuditHash.Of(rows[2].Hash, 4, entry)}' WHERE number = 4");

        Assert.Equal(new AuditVerification(4, 5) { Fault = AuditFault.Changed }, await fixture.Value.Audit.VerifyAsync());
    }

    private sealed class AsyncScope(SqliteFixture fixture) : IDisposable
    {
        public SqliteFixture Value => fixture;

        public void Dispose() => fixture.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}

public sealed class PostgresAuditForgery : AuditForgery
{
    protected override async Task<StoreFixture> CreateAsync() => await PostgresFixture.StartAsync();

    protected override Task RunAsync(StoreFixture fixture, string sql) => ((PostgresFixture)fixture).RunAsync(sql);

    protected override string Disarm => "ALTER TABLE audit DISABLE TRIGGER ALL; ALTER TABLE audit_head DISABLE TRIGGER ALL;";

    protected override string Rearm => "ALTER TABLE audit ENABLE TRIGGER ALL; ALTER TABLE audit_head ENABLE TRIGGER ALL";

    protected override string EndAt(RecordedAudit last) => $"UPDATE audit_head SET number = {last.Number}, hash = '{last.Hash}'";

    protected override string InsertSql(long number, string action, string hash) =>
        "INSERT INTO audit (number, at, person_id, source, action, detail, hash) "
        + $"VALUES ({number}, '{Columns.Text(StoreSamples.Start)}', 'p1', '192.0.2.1', '{action}', '{{}}', '{hash}')";

    protected override IReadOnlyList<string> Hush =>
    [
        "CREATE RULE hush AS ON INSERT TO audit WHERE NEW.action = 'hushed' DO INSTEAD NOTHING",
        "DROP RULE hush ON audit; CREATE FUNCTION hush() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN CASE WHEN NEW.action = ''hushed'' THEN NULL ELSE NEW END; END'; "
            + "CREATE TRIGGER hush BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION hush()",
    ];

    /// <summary>Times that the program cannot hold. The check has to name the entry, and not to fail at it.</summary>
    [Theory]
    [InlineData("infinity")]
    [InlineData("-infinity")]
    [InlineData("4713-01-01 00:00:00+00 BC")]
    [InlineData("20000-01-01 00:00:00+00")]
    [Trait("attack", "16")]
    public async Task Change_ToATimeThatNobodyCanRead_IsNamed(string time)
    {
        var fixture = await PostgresFixture.StartAsync();
        await using (fixture)
        {
            for (var i = 1; i <= 5; i++)
            {
                await fixture.Audit.AppendAsync(StoreSamples.Audit($"a{i}"));
            }

            await fixture.RunAsync($"{Disarm} UPDATE audit SET at = '{time}' WHERE number = 4");

            Assert.Equal(new AuditVerification(3, 4) { Fault = AuditFault.Changed }, await fixture.Audit.VerifyAsync());
        }
    }

    [Theory]
    [InlineData("INSERT INTO audit SELECT * FROM audit WHERE number = 4 ON CONFLICT (number) DO UPDATE SET person_id = 'somebody'")]
    [InlineData("MERGE INTO audit USING audit old ON audit.number = old.number WHEN MATCHED THEN UPDATE SET person_id = 'somebody'")]
    [InlineData("UPDATE audit_head SET number = 3")]
    [InlineData("UPDATE audit_head SET number = 3, hash = (SELECT hash FROM audit WHERE number = 3)")]
    [InlineData("SET session_replication_role = replica; UPDATE audit_head SET number = 3")]
    [InlineData("SET session_replication_role = replica; UPDATE audit SET person_id = 'somebody'")]
    [InlineData("TRUNCATE audit, audit_head")]
    [Trait("attack", "16")]
    public async Task Replace_PastTheTriggers_IsRefused(string sql)
    {
        var fixture = await PostgresFixture.StartAsync();
        await using (fixture)
        {
            for (var i = 1; i <= 5; i++)
            {
                await fixture.Audit.AppendAsync(StoreSamples.Audit($"a{i}"));
            }

            var refused = await Assert.ThrowsAsync<PostgresException>(() => fixture.RunAsync(sql));

            Assert.Equal(PostgresErrorCodes.IntegrityConstraintViolation, refused.SqlState);
            Assert.Equal(new AuditVerification(5, null), await fixture.Audit.VerifyAsync());
        }
    }
}
