using ConsultCluster.Deployment.Tests.Scenes;
using ConsultCluster.Testing.Postgres;
using Npgsql;

namespace ConsultCluster.Deployment.Tests.Compose;

/// <summary>What the database's container runs at its first start, run against a real PostgreSQL.</summary>
public sealed class DatabaseTests : IDisposable
{
    private const string Wrong = "28P01";

    private readonly string _folder = Directory.CreateTempSubdirectory("consult-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task FirstStart_ScriptsInOrder_ServersSignInByTheirPassfileAlone()
    {
        var file = ComposeFile.Read();
        await MakeSecretsAsync(file);
        await using var postgres = await PostgresServer.StartAsync();
        var scripts = file.Root["services"]["postgres"]["volumes"].Items
            .Select(volume => volume.Text.Split(':')).Where(volume => volume[1].StartsWith("/docker-entrypoint-initdb.d/", StringComparison.Ordinal))
            .OrderBy(volume => volume[1], StringComparer.Ordinal).Select(volume => Repository.PathOf("deploy/" + volume[0])).ToArray();

        Assert.Contains(scripts, script => script.EndsWith("passwords.sh", StringComparison.Ordinal));
        foreach (var script in scripts)
        {
            await RunAsync(script, postgres);
        }

        // From here on everybody is asked for a password.
        await postgres.RunAsync($"COPY (SELECT 'local all all scram-sha-256') TO '{postgres.Folder}/data/pg_hba.conf'");
        await postgres.KillAsync();
        await postgres.StartAgainAsync();
        Assert.Equal("consultcluster", await SignInAsync(postgres, "consultcluster", Secret("pgpass")));
        Assert.Equal("consultcluster_owner", await SignInAsync(postgres, "consultcluster_owner", Secret("pgpass_owner")));
        var wrong = await WrongPassfileAsync();
        var refused = await Assert.ThrowsAsync<PostgresException>(() => SignInAsync(postgres, "consultcluster_owner", wrong));
        Assert.Equal(Wrong, refused.SqlState);
    }

    private string Secret(string name) => Path.Combine(_folder, "mounted", name);

    /// <summary>As Compose mounts them: under the names of its secrets.</summary>
    private async Task MakeSecretsAsync(ComposeFile file)
    {
        var made = Path.Combine(_folder, "made");
        Assert.Equal(0, (await Tool.RunAsync(Repository.PathOf("deploy/secrets.sh"), [made])).Code);
        Directory.CreateDirectory(Path.Combine(_folder, "mounted"));
        foreach (var name in file.Root["secrets"].Names)
        {
            File.Copy(Path.Combine(made, Path.GetFileName(file.Root["secrets"][name]["file"].Text)), Secret(name));
        }
    }

    private async Task RunAsync(string script, PostgresServer postgres)
    {
        if (script.EndsWith(".sql", StringComparison.Ordinal))
        {
            await postgres.RunFileAsync(script);
            return;
        }

        var result = await Tool.RunAsync(
            script, [], ("PGHOST", postgres.Folder), ("POSTGRES_USER", PostgresServer.User), ("SECRETS_FOLDER", Path.Combine(_folder, "mounted")));
        Assert.True(result.Code == 0, result.Errors);
    }

    private async Task<string> WrongPassfileAsync()
    {
        var path = Path.Combine(_folder, "wrong");
        await File.WriteAllTextAsync(path, "*:*:*:*:not-the-password\n");
        return path;
    }

    private static async Task<string> SignInAsync(PostgresServer postgres, string user, string passfile)
    {
        await using var connection = new NpgsqlConnection($"Host={postgres.Folder};Database=consultcluster;Username={user};Passfile={passfile};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT current_user", connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
