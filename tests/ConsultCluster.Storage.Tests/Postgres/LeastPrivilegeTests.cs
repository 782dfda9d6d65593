using System.Runtime.CompilerServices;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Postgres;
using ConsultCluster.Storage.Tests.Specs;
using ConsultCluster.Testing.Postgres;

namespace ConsultCluster.Storage.Tests.Postgres;

/// <summary>The roles of <c>deploy/postgres/create.sql</c>: servers can do their work and not more.</summary>
public sealed class LeastPrivilegeTests
{
    private const string Name = "consultcluster";

    [Fact]
    public async Task CreateSql_RoleOfTheServers_DoesEverythingButChangeWhatIsOnRecord()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.RunFileAsync(Script());
        using var alone = new PostgresDatabase(new PostgresOptions { ConnectionString = server.ConnectionString(Name, Name) });
        var early = await Assert.ThrowsAsync<StorageUnavailableException>(alone.MigrateAsync);
        Assert.Contains("owner", early.Message, StringComparison.Ordinal);

        using var database = new PostgresDatabase(new PostgresOptions
        {
            ConnectionString = server.ConnectionString(Name, Name),
            OwnerConnectionString = server.ConnectionString(Name, "consultcluster_owner"),
        });
        await database.MigrateAsync();
        await alone.MigrateAsync();

        await WorkAsync(database);
        foreach (var sql in new[]
        {
            "UPDATE audit SET action = 'x'", "DELETE FROM audit", "TRUNCATE audit", "UPDATE audit_head SET number = 0", "DELETE FROM messages",
            "UPDATE messages SET text = 'x'", "UPDATE requests SET patient_name = 'x'", "DELETE FROM groups", "DROP TRIGGER audit_continues ON audit",
            "ALTER TABLE audit DISABLE TRIGGER ALL", "CREATE TABLE mine (id integer)", "DELETE FROM schema_version", "SET ROLE consultcluster_owner",
        })
        {
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => server.RunAsync(sql, Name, user: Name));
            Assert.Matches("permission denied|must be owner", refused.Message);
        }

        var log = await File.ReadAllTextAsync(Path.Combine(server.Folder, "log"));
        Assert.Contains("permission denied for table audit", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateSql_BrokenRow_LeavesNoPatientInTheServersLog()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.RunFileAsync(Script());
        using var database = new PostgresDatabase(new PostgresOptions
        {
            ConnectionString = server.ConnectionString(Name, Name),
            OwnerConnectionString = server.ConnectionString(Name, "consultcluster_owner"),
        });
        await database.MigrateAsync();
        var turn = StoreSamples.First();

        var error = await Assert.ThrowsAnyAsync<Exception>(() => new PostgresGroupStore(database).SaveAsync(
            turn with { Request = turn.Request! with { Purpose = null! } }));

        var log = await File.ReadAllTextAsync(Path.Combine(server.Folder, "log"));
        Assert.Contains("not-null constraint", log, StringComparison.Ordinal);
        Assert.DoesNotContain(turn.Request!.Patient.Name, log, StringComparison.Ordinal);
        Assert.DoesNotContain(turn.Request.Patient.Name, error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Every kind of statement that the stores have.</summary>
    private static async Task WorkAsync(PostgresDatabase database)
    {
        using var folder = new KeyFolder();
        var groups = new PostgresGroupStore(database);
        var people = new PostgresPersonStore(database);
        var keys = new PostgresSigningKeyStore(database, folder.Key);
        var turn = StoreSamples.First();
        await groups.SaveAsync(turn);
        await groups.SaveAsync(turn.Next() with
        {
            Tokens = [StoreSamples.Token("t1", "g1")],
            Participants = [StoreSamples.Stay("g1", "t_1", "t1")],
            Messages = [StoreSamples.Message("m1", 2)],
        });
        await groups.SaveAsync(turn.Next().Next() with
        {
            Tokens = [StoreSamples.Token("t1", "g1", Domain.Tokens.TokenState.Used)],
            Participants = [StoreSamples.Stay("g1", "t_1", "t1", left: true)],
        });
        Assert.Single((await groups.ListAsync(new ConsultationQuery())).Items);

        await people.SetSetupCodeAsync("h", StoreSamples.Start);
        Assert.Equal(SetupResult.Done, await people.UseSetupCodeAsync("h", StoreSamples.Account("p1", "root", StaffRole.Administrator), StoreSamples.Audit()));
        Assert.True(await people.AddAsync(StoreSamples.Account("p2", "li"), StoreSamples.Audit()));
        var sessions = new PostgresSessionStore(database);
        Assert.True(await sessions.StartAsync(StoreSamples.Session("s1", "p2"), "hash", StoreSamples.Start.AddDays(-1), 5, StoreSamples.Audit()));
        await sessions.TouchAsync("s1", StoreSamples.Start.AddMinutes(9), "192.0.2.2", StoreSamples.Start.AddMinutes(5));
        Assert.NotNull(await sessions.FindAsync("s1", StoreSamples.Start));
        Assert.True(await sessions.EndAsync(new("p2"), "s1", StoreSamples.Audit()));
        Assert.Equal(
            AccountUpdateResult.Done, (await people.ChangeAsync(new("p2"), new AccountEdit { Role = StaffRole.Coordinator }, StoreSamples.Origin())).Result);
        await people.SetRecoveryCodeAsync(new("p1"), "r", StoreSamples.Start.AddHours(1), StoreSamples.Audit());
        Assert.NotNull(await people.UseRecoveryCodeAsync("r", new NewPassword("new"), "192.0.2.1", StoreSamples.Start));

        await keys.RotateAsync("k1", [1, 2, 3], StoreSamples.Start, StoreSamples.Audit());
        await keys.RotateAsync("k2", [1, 2, 3], StoreSamples.Start, StoreSamples.Audit());
        Assert.Equal(1, await keys.DeleteRetiredAsync(StoreSamples.Start.AddDays(1)));
        await keys.SecretAsync("s", () => [1, 2, 3]);
        Assert.True((await new PostgresAuditStore(database).VerifyAsync()).Intact);
    }

    private static string Script([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../deploy/postgres/create.sql"));
}
