using System.Net;
using System.Net.Sockets;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Postgres;
using ConsultCluster.Storage.Rows;
using ConsultCluster.Storage.Tests.Specs;

namespace ConsultCluster.Storage.Tests.Postgres;

/// <summary>What keeps the database from serving is said as one thing, and passes.</summary>
public sealed class UnavailableTests : IAsyncLifetime
{
    private PostgresFixture _fixture = null!;

    public async Task InitializeAsync() => _fixture = await PostgresFixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData("08006", true)] // connection failure
    [InlineData("25006", true)] // read-only: a standby
    [InlineData("28P01", true)] // wrong password
    [InlineData("3D000", true)] // no such database
    [InlineData("40001", true)] // serialisation failure
    [InlineData("40P01", true)] // deadlock
    [InlineData("53100", true)] // disk full
    [InlineData("53300", true)] // too many connections
    [InlineData("55P03", true)] // lock timeout
    [InlineData("57014", true)] // statement timeout
    [InlineData("57P01", true)] // shutting down
    [InlineData("57P03", true)] // starting up
    [InlineData("58030", true)] // I/O error
    [InlineData("XX001", true)] // damaged data
    [InlineData("22021", false)] // a NUL in a text: our mistake
    [InlineData("23503", false)] // refers to a row that is not there
    [InlineData("23505", false)] // there already
    [InlineData("42P01", false)] // no such table
    [InlineData("42601", false)] // not SQL
    public void ErrorCode_OfTheDatabaseNotOfTheProgram_IsUnavailable(string code, bool unavailable) =>
        Assert.Equal(unavailable, PostgresErrors.IsUnavailable(code));

    [Fact]
    public async Task Connect_NobodyListens_IsUnavailableAndSaysNoPassword()
    {
        using var database = Open($"Host=127.0.0.1;Port={ClosedPort()};Username=u;Password=s3cret-word;Database=d");

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(() => new PostgresAuditStore(database).VerifyAsync());

        Assert.False(error.MayBeRecorded);
        Assert.DoesNotContain("s3cret-word", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ListenerThatNeverAnswers_IsUnavailableAfterTheTimeout()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var database = new PostgresDatabase(new PostgresOptions
        {
            ConnectionString = $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=u;Database=d;SSL Mode=Disable",
            ConnectTimeout = TimeSpan.FromSeconds(1),
        });

        await Assert.ThrowsAsync<StorageUnavailableException>(() => new PostgresAuditStore(database).VerifyAsync());
    }

    [Fact]
    public async Task Connect_FirstOfTwoHostsIsGone_UsesTheOther()
    {
        var gone = Path.Combine(Path.GetTempPath(), "consult-no-such-socket");
        using var database = Open(_fixture.ConnectionString.Replace("Host=", $"Host={gone},", StringComparison.Ordinal));

        Assert.True((await new PostgresAuditStore(database).VerifyAsync()).Intact);
    }

    [Fact]
    public async Task Connection_EndedByTheOperatorWhileIdle_IsReplacedUnnoticed()
    {
        await _fixture.Audit.AppendAsync(StoreSamples.Audit("one"));

        await _fixture.Server.RunAsync(
            $"SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = '{_fixture.Name}' AND application_name = 'ConsultCluster'");

        await _fixture.Audit.AppendAsync(StoreSamples.Audit("two"));
        Assert.Equal(new AuditVerification(2, null), await _fixture.Audit.VerifyAsync());
    }

    [Fact]
    public async Task Connection_EndedInTheMiddle_IsUnavailableAndNothingIsKept()
    {
        var error = await Assert.ThrowsAsync<StorageUnavailableException>(() => _fixture.Database.WriteAsync(async db =>
        {
            await PostgresAuditChain.AppendAsync(db, StoreSamples.Audit());
            await _fixture.Server.RunAsync($"SELECT pg_terminate_backend({db.ProcessID}, 5000)");
            return await db.ScalarAsync<long>(new Statement("SELECT count(*) FROM audit"));
        }));

        Assert.False(error.MayBeRecorded);

        Assert.Equal(new AuditVerification(0, null), await _fixture.Audit.VerifyAsync());
    }

    [Fact]
    public async Task Connection_EndedBeforeTheCommitIsAnswered_MayBeRecorded()
    {
        var error = await Assert.ThrowsAsync<StorageUnavailableException>(() => _fixture.Database.WriteAsync(async db =>
        {
            await PostgresAuditChain.AppendAsync(db, StoreSamples.Audit());
            await _fixture.Server.RunAsync($"SELECT pg_terminate_backend({db.ProcessID}, 5000)");
            return true;
        }));

        Assert.True(error.MayBeRecorded);
    }

    [Fact]
    public async Task Connections_AllInUse_IsUnavailableAfterTheTimeout()
    {
        using var database = new PostgresDatabase(new PostgresOptions
        {
            ConnectionString = _fixture.ConnectionString,
            MaxConnections = 1,
            ConnectTimeout = TimeSpan.FromSeconds(1),
        });
        var audit = new PostgresAuditStore(database);

        await database.WriteAsync(async db =>
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => audit.AppendAsync(StoreSamples.Audit()));
            return db.ProcessID;
        });

        await audit.AppendAsync(StoreSamples.Audit());
    }

    [Fact]
    public async Task Writers_WaitingForALock_LeaveConnectionsForReading()
    {
        using var database = new PostgresDatabase(new PostgresOptions
        {
            ConnectionString = _fixture.ConnectionString,
            MaxConnections = 4,
            ConnectTimeout = TimeSpan.FromSeconds(60),
            LockTimeout = TimeSpan.FromSeconds(60),
        });
        var audit = new PostgresAuditStore(database);
        Task[] writers;

        using (await _fixture.LockAsync())
        {
            writers = [.. Enumerable.Range(0, 8).Select(i => Task.Run(() => audit.AppendAsync(StoreSamples.Audit($"a{i}"))))];
            Assert.False(await new PostgresPersonStore(database).AnyAdministratorAsync());
            Assert.DoesNotContain(writers, writer => writer.IsCompleted);
        }

        await Task.WhenAll(writers);
        Assert.Equal(new AuditVerification(8, null), await audit.VerifyAsync());
    }

    [Fact]
    public async Task Statement_LongerThanItsLimit_IsUnavailable()
    {
        using var database = new PostgresDatabase(new PostgresOptions
        {
            ConnectionString = _fixture.ConnectionString,
            StatementTimeout = TimeSpan.FromMilliseconds(100),
        });

        await Assert.ThrowsAsync<StorageUnavailableException>(() => database.ReadAsync(db => db.ScalarAsync<string>(new Statement("SELECT pg_sleep(60)::text"))));
    }

    [Fact]
    public async Task Deadlock_OneOfTwo_IsUnavailableAndTheOtherSucceeds()
    {
        using var patient = new PostgresDatabase(new PostgresOptions { ConnectionString = _fixture.ConnectionString, LockTimeout = TimeSpan.FromSeconds(30) });
        var holding = new[] { new TaskCompletionSource(), new TaskCompletionSource() };

        Task<int> Cross(int mine) => patient.WriteAsync(async db =>
        {
            await db.ExecuteAsync(PostgresLocks.Take(mine));
            holding[mine].SetResult();
            await holding[1 - mine].Task;
            return await db.ExecuteAsync(PostgresLocks.Take(1 - mine));
        });

        var both = new[] { Task.Run(() => Cross(0)), Task.Run(() => Cross(1)) };
        var outcome = await Task.WhenAll(both.Select(task => Record.ExceptionAsync(() => task)));

        Assert.Single(outcome, error => error is null);
        Assert.Single(outcome, error => error is StorageUnavailableException);
    }

    [Fact]
    public async Task Write_DatabaseThatOnlyReads_IsUnavailable()
    {
        await _fixture.RunAsync($"ALTER DATABASE {_fixture.Name} SET default_transaction_read_only = on");
        using var another = _fixture.Another();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => new PostgresAuditStore(another).AppendAsync(StoreSamples.Audit()));
    }

    [Theory]
    [InlineData("Host=db;Password=s3cret;Port=many")]
    [InlineData("Host=db;Pasword=s3cret")]
    [InlineData("Password=s3cret")]
    [InlineData("s3cret")]
    public void Mistake_OfAConnectionString_IsNamedWithoutRepeatingIt(string text)
    {
        var mistake = PostgresOptions.Mistake(text);

        Assert.NotNull(mistake);
        Assert.DoesNotContain("s3cret", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistake_OfAGoodConnectionString_IsNone()
    {
        Assert.Null(PostgresOptions.Mistake("Host=db1,db2;Database=consultcluster;Username=u;Password=p"));
        Assert.Equal("db1,db2/consultcluster", new PostgresOptions { ConnectionString = "Host=db1,db2;Database=consultcluster;Password=p" }.Address);
    }

    private static PostgresDatabase Open(string connectionString) => new(new PostgresOptions { ConnectionString = connectionString });

    /// <summary>A port that was just free: who would take it in the next moment would not speak PostgreSQL either.</summary>
    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
