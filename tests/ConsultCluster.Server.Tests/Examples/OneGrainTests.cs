using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Storage.Sqlite;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;

namespace ConsultCluster.Server.Tests.Examples;

/// <summary>The example of CONTRIBUTING.md, as it stands there.</summary>
public sealed class OneGrainTests
{
    [Fact]
    public async Task Grain_PersonEntersAndWrites_MessageIsOnRecord()
    {
        using var folder = new TemporaryFolder();
        using var database = new SqliteDatabase(new SqliteOptions { Path = Path.Combine(folder.Path, "consult.db") });
        await database.MigrateAsync();
        var store = new FaultyGroupStore(new SqliteGroupStore(database));
        await using var silo = await SiloHost.StartAsync(store, new FakeRelays(new FakeRelay()));
        var group = silo.Groups.Get(Scene.Id);

        await group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        var (_, terminal) = await group.SitAsync("wang");
        await group.SendMessageAsync(terminal, "m-1", "请看心电图").Value();

        Assert.Equal("请看心电图", Assert.Single(await store.MessagesAsync(Scene.Id, before: null, limit: 10_000)).Text);
    }

    [Fact]
    public void Contributing_Example_IsThisTest()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ConsultCluster.sln")))
        {
            folder = folder.Parent!;
        }

        var guide = File.ReadAllText(Path.Combine(folder.FullName, "CONTRIBUTING.md"));
        var example = guide.Split("```csharp\n")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var source = File.ReadAllText(Path.Combine(folder.FullName, "tests/ConsultCluster.Server.Tests/Examples/OneGrainTests.cs"));

        Assert.True(example.Length <= 11);
        Assert.All(example, line => Assert.Contains(line, source, StringComparison.Ordinal));
    }
}
