using ConsultCluster.Deployment.Tests.Scenes;
using ConsultCluster.Relay.Remote.Keys;
using Npgsql;

namespace ConsultCluster.Deployment.Tests.Compose;

/// <summary><c>deploy/secrets.sh</c> makes what Compose reads, and nothing of the kind is in the repository.</summary>
public sealed class SecretFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("consult-").FullName;

    private string Folder => Path.Combine(_folder, "secrets");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Secrets_FirstRun_MakesEveryFileThatComposeNames()
    {
        await MakeAsync();

        var file = ComposeFile.Read();
        var named = file.Root["secrets"].Names.Select(name => Path.GetFileName(file.Root["secrets"][name]["file"].Text));
        Assert.Equal(named.Order(StringComparer.Ordinal), Names());
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Folder) == OwnerOnly);
    }

    [Fact]
    public async Task Secrets_EveryFile_IsLongRandomAndOfUse()
    {
        await MakeAsync();
        var (server, owner) = (await ReadAsync("postgres-server"), await ReadAsync("postgres-owner"));

        Assert.NotNull(NodeKey.Parse(await ReadAsync("node.key")));
        string[] secrets = [server, owner, await ReadAsync("postgres-superuser"), await ReadAsync("node.key")];
        Assert.Distinct(secrets);
        Assert.All(secrets, secret => Assert.Matches("^[A-Za-z0-9_-]{43}$", secret));
        Assert.Equal($"*:*:*:consultcluster:{server}\n", await ReadAsync("pgpass"));
        Assert.Equal($"*:*:*:consultcluster_owner:{owner}\n", await ReadAsync("pgpass-owner"));
        // Npgsql takes the file's name as it stands in compose.yaml.
        Assert.Equal(Path.Combine(Folder, "pgpass"), new NpgsqlConnectionStringBuilder($"Host=db;Passfile={Path.Combine(Folder, "pgpass")}").Passfile);
    }

    /// <summary>Running it again must not lock a cluster out of its database.</summary>
    [Fact]
    public async Task Secrets_SecondRun_ChangesNothing()
    {
        await MakeAsync();
        var before = await AllAsync();

        var again = await MakeAsync();

        Assert.Empty(again.Output);
        Assert.Equal(before, await AllAsync());
    }

    [Fact]
    public async Task Secrets_WithoutAFolder_SaysSo()
    {
        var result = await Tool.RunAsync(Repository.PathOf("deploy/secrets.sh"), []);

        Assert.NotEqual(0, result.Code);
        Assert.Contains("say where", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Repository_DeploymentFiles_HoldNoSecret()
    {
        var files = Repository.Files("deploy").Concat(Repository.Files("k8s")).ToArray();

        Assert.True(files.Length > 20);
        Assert.All(files, file => Assert.Empty(Secrets.In(Repository.Text(file))));
    }

    /// <summary>The search finds what it is for.</summary>
    [Theory]
    [InlineData("Host=db;Password=hunter2;SSL Mode=Require", true)]
    [InlineData("POSTGRES_PASSWORD: \"hunter2\"", true)]
    [InlineData("ENV POSTGRES_PASSWORD=hunter2", true)]
    [InlineData("  password: hunter2", true)]
    [InlineData("CONSULTCLUSTER_NODE_KEY=0123456789abcdef0123", true)]
    [InlineData("-----BEGIN EC PRIVATE KEY-----", true)]
    [InlineData("POSTGRES_PASSWORD_FILE: /run/secrets/postgres_superuser", false)]
    [InlineData("Host=db;Password=…;SSL Mode=VerifyFull", false)]
    [InlineData("ALTER ROLE consultcluster PASSWORD :'server';", false)]
    [InlineData("Password=${DB_PASSWORD:?set it}", false)]
    [InlineData("#CONSULTCLUSTER_NODE_KEY=", false)]
    [InlineData("#CONSULTCLUSTER_HUB_PER_TOKEN=20\n", false)]
    [InlineData("#CONSULTCLUSTER_TOKEN=20a4\n", true)]
    public void Search_ForSecrets_FindsWords(string text, bool isSecret)
    {
        Assert.Equal(isSecret, Secrets.In(text).Any());
    }

    private async Task<ToolResult> MakeAsync()
    {
        var result = await Tool.RunAsync(Repository.PathOf("deploy/secrets.sh"), [Folder]);
        Assert.True(result.Code == 0, result.Errors);
        return result;
    }

    private IEnumerable<string> Names() => Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(Folder, name));

    private async Task<string[]> AllAsync() => await Task.WhenAll(Names().Select(ReadAsync));
}
