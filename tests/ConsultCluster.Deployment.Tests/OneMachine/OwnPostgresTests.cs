using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Deployment.Tests.Scenes;

namespace ConsultCluster.Deployment.Tests.OneMachine;

/// <summary>The PostgreSQL that <c>./run --cluster</c> makes: one for each data folder, from its first server to its last.</summary>
public sealed class OwnPostgresTests : IDisposable
{
    private const string Unprivileged = "postgres";
    private const UnixFileMode ReadableByAll = UnixFileMode.OtherRead;

    private readonly string _data = Directory.CreateTempSubdirectory("consult-").FullName;

    /// <summary>Accounts that servers are tried under: this one, and as root one that is not root where the source tree lets it in.</summary>
    public static TheoryData<string> Accounts { get; } = IsRoot && IsTreeOpen() ? [string.Empty, Unprivileged] : [string.Empty];

    private static bool IsRoot => Environment.UserName == "root";

    private string Database => Path.Combine(_data, "postgres");

    [Theory]
    [MemberData(nameof(Accounts))]
    public async Task Kill_ServerThatStartedPostgres_OthersGoOnAndTheLastOneEndsIt(string account)
    {
        var prefix = await PrefixAsync(account);
        using var first = await ScriptedServer.StartAsync(prefix, _data, "--cluster", "one", "--demo");
        using var second = await ScriptedServer.StartAsync(prefix, _data, "--cluster", "one", "--demo");
        using var client = new HttpClient { BaseAddress = second.Address };

        await first.KillAsync();

        // The account is in the database.
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(client)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);

        await second.StopAsync();
        await EndedAsync();

        // What was kept is there again, whoever starts first.
        using var third = await ScriptedServer.StartAsync(prefix, _data, "--cluster", "one");
        Assert.DoesNotContain("Making a PostgreSQL database", third.Output, StringComparison.Ordinal);
        await third.StopAsync();
        await EndedAsync();
    }

    [Fact]
    public async Task Start_TwoTogetherAndAnotherCluster_OnePostgresWithADatabaseForEachCluster()
    {
        var starts = new[] { "one", "one", "two" }.Select(cluster => ScriptedServer.StartAsync([], _data, "--cluster", cluster)).ToArray();
        var servers = await Task.WhenAll(starts);

        Assert.Single(servers, server => server.Output.Contains("Starting PostgreSQL", StringComparison.Ordinal));
        // A database without accounts prints the link that makes the first one.
        Assert.Contains("setup ", servers[2].Output, StringComparison.Ordinal);

        await Task.WhenAll(servers.Select(server => server.StopAsync()));
        await EndedAsync();
    }

    /// <summary>Nothing may wait for a database that is away.</summary>
    [Fact]
    public async Task Stop_PostgresIsGone_Ends()
    {
        using var server = await ScriptedServer.StartAsync([], _data, "--cluster", "one");
        await KillPostgresAsync();

        await server.StopAsync();
        await KeeperEndedAsync();
    }

    [Fact]
    public async Task Kill_Postgres_IsStartedAgainAndTheFolderKeepsItsRights()
    {
        using var server = await ScriptedServer.StartAsync([], _data, "--cluster", "one", "--demo");
        await Tool.RunAsync("chmod", ["750", _data]);
        var rights = new DirectoryInfo(_data).UnixFileMode;
        using var client = new HttpClient { BaseAddress = server.Address };

        await KillPostgresAsync();

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await SignInAsync(client)).StatusCode != HttpStatusCode.OK)
        {
            await timer.WaitForNextTickAsync(deadline.Token);
        }

        Assert.Equal(rights, new DirectoryInfo(_data).UnixFileMode);
        await server.StopAsync();
        await EndedAsync();
    }

    [Fact]
    public async Task Start_SettingsFileNamesADatabase_MakesNoneOfItsOwn()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_data, "appsettings.json"),
            """{ "ConsultCluster": { "Cluster": "one", "Postgres": "Host=127.0.0.1;Port=1;Database=named;Username=nobody" } }""");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ScriptedServer.StartAsync([], _data));

        Assert.Contains("127.0.0.1", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Database));
    }

    public void Dispose()
    {
        var folder = new DirectoryInfo(Database);
        var target = folder.LinkTarget;
        Directory.Delete(_data, recursive: true);
        if (target is not null)
        {
            Directory.Delete(target, recursive: true);
        }
    }

    private async Task KillPostgresAsync() => await Tool.RunAsync("kill", ["-9", (await File.ReadAllLinesAsync(Path.Combine(Database, "postmaster.pid")))[0]]);

    /// <summary>The keeper holds its lock until PostgreSQL has stopped.</summary>
    private async Task EndedAsync()
    {
        await KeeperEndedAsync();
        Assert.False(File.Exists(Path.Combine(Database, "postmaster.pid")));
    }

    private async Task KeeperEndedAsync() =>
        Assert.Equal(0, (await Tool.RunAsync("flock", ["-w", "50", Path.Combine(_data, "postgres.keeper"), "true"])).Code);

    private static Task<HttpResponseMessage> SignInAsync(HttpClient client) =>
        client.PostAsJsonAsync("/api/session", new { userName = "li.applicant", password = "consult-demo-2026" });

    private async Task<string[]> PrefixAsync(string account)
    {
        if (account.Length == 0)
        {
            return [];
        }

        Assert.Equal(0, (await Tool.RunAsync("chown", [account, _data])).Code);
        return ["setpriv", "--reuid", account, "--regid", account, "--clear-groups"];
    }

    private static bool IsTreeOpen()
    {
        for (var folder = new DirectoryInfo(Repository.Root); folder is not null; folder = folder.Parent)
        {
            if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute | ReadableByAll))
            {
                return false;
            }
        }

        return true;
    }
}
