using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Audit;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Somebody writes into the database of a server, at night or while it runs: the alarm is raised, and consultations go on.</summary>
public sealed class AuditTampering
{
    [Fact]
    [Trait("attack", "16")]
    public async Task CutTail_WhileStopped_AlarmAtStartAndTheServerServes()
    {
        using var scene = new AuditScene();
        long last;
        await using (var server = await scene.StartAsync())
        {
            await server.Services.GetRequiredService<AuditWatch>().ExportAsync(CancellationToken.None);
            last = (await server.Services.GetRequiredService<IAuditStore>().LastAsync())!.Number;
        }

        scene.CutTail(2);
        await using var again = await scene.StartAsync();

        Assert.Equal(("broken", last - 1, "cut_tail"), await StateAsync(again));
        using var client = new HttpClient { BaseAddress = again.Address };
        var health = await client.GetFromJsonAsync<HealthDto>("/health/ready");
        Assert.Equal(("ok", "broken"), (health!.Status, health.Audit));
        var entry = Assert.Single(await again.Services.GetRequiredService<IAuditStore>().ReadAllAsync(0, 1000), row => row.Entry.Action == AuditActions.AuditBroken);
        Assert.Contains("cut_tail", entry.Entry.Detail, StringComparison.Ordinal);
    }

    /// <summary>The folder's own head is cut back as well; the exported one is elsewhere.</summary>
    [Fact]
    [Trait("attack", "16")]
    public async Task Restore_OldCopyOfTheWholeFolder_ExportedHeadRaisesTheAlarm()
    {
        using var scene = new AuditScene();
        await using (var server = await scene.StartAsync())
        {
            await server.Services.GetRequiredService<AuditWatch>().ExportAsync(CancellationToken.None);
        }

        using var copy = new TemporaryFolder();
        CopyFiles(scene.Data, copy.Path);
        long last;
        await using (var server = await scene.StartAsync())
        {
            last = (await server.Services.GetRequiredService<IAuditStore>().LastAsync())!.Number;
            await AppendAsync(server, 5);
            await server.Services.GetRequiredService<AuditWatch>().ExportAsync(CancellationToken.None);
        }

        CopyFiles(copy.Path, scene.Data);
        await using var again = await scene.StartAsync();

        Assert.Equal("broken", (await StateAsync(again)).State);
        Assert.Equal("cut_tail", (await StateAsync(again)).Fault);
        Assert.True((await StateAsync(again)).First <= last + 1);
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task CutTail_WhileRunning_AlarmAtTheNextHead()
    {
        using var scene = new AuditScene();
        await using var server = await scene.StartAsync();
        var watch = server.Services.GetRequiredService<AuditWatch>();
        await watch.ExportAsync(CancellationToken.None);

        scene.CutTail(2);
        await AppendAsync(server, 3);
        await watch.ExportAsync(CancellationToken.None);

        Assert.Equal("replaced", (await StateAsync(server)).Fault);
    }

    /// <summary>The last good head stays, so that the fault is found again after any number of starts.</summary>
    [Fact]
    [Trait("attack", "16")]
    public async Task CutTail_ServerGoesOnAndStartsAgain_AlarmAgain()
    {
        using var scene = new AuditScene();
        await using (var server = await scene.StartAsync())
        {
            await server.Services.GetRequiredService<AuditWatch>().ExportAsync(CancellationToken.None);
        }

        scene.CutTail(2);
        await using (var server = await scene.StartAsync())
        {
            await AppendAsync(server, 10);
            await server.Services.GetRequiredService<AuditWatch>().ExportAsync(CancellationToken.None);
        }

        await using var again = await scene.StartAsync();

        Assert.Equal(("broken", "replaced"), ((await StateAsync(again)).State, (await StateAsync(again)).Fault));
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task Rewrite_FirstEntry_WholeCheckFindsIt()
    {
        using var scene = new AuditScene();
        await using var server = await scene.StartAsync();
        await AppendAsync(server, 20);

        scene.Forge("UPDATE audit SET person_id = 'somebody' WHERE number = 1");
        await server.Services.GetRequiredService<AuditWatch>().CheckWholeAsync(CancellationToken.None);

        Assert.Equal(("broken", 1, "changed"), await StateAsync(server));
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task Export_PlaceThatIsGone_IsAWarningAndNothingWaits()
    {
        using var scene = new AuditScene();
        var options = scene.Options();
        options.AuditExport = Path.Combine(scene.Data, "gone", "heads.jsonl");
        await using var server = await ServerHost.StartAsync(options);
        var watch = server.Services.GetRequiredService<AuditWatch>();
        using var client = new HttpClient { BaseAddress = server.Address };

        await watch.ExportAsync(CancellationToken.None);
        await AppendAsync(server, 1);

        Assert.Equal("warning", (await client.GetFromJsonAsync<HealthDto>("/health/ready"))!.Audit);
        Directory.CreateDirectory(Path.Combine(scene.Data, "gone"));
        await watch.ExportAsync(CancellationToken.None);
        Assert.Equal("ok", (await client.GetFromJsonAsync<HealthDto>("/health/ready"))!.Audit);
    }

    /// <summary>The name is too long for any file.</summary>
    [Fact]
    [Trait("attack", "16")]
    public async Task Export_PlaceThatCannotBeRead_DoesNotKeepTheServerFromStarting()
    {
        using var scene = new AuditScene();
        var options = scene.Options();
        options.AuditExport = Path.Combine(scene.Data, new string('n', 300));

        await using var server = await ServerHost.StartAsync(options);
        await server.Services.GetRequiredService<AuditWatch>().ExportAsync(CancellationToken.None);

        using var client = new HttpClient { BaseAddress = server.Address };
        Assert.Equal("warning", (await client.GetFromJsonAsync<HealthDto>("/health/ready"))!.Audit);
    }

    [Fact]
    [Trait("attack", "16")]
    public async Task Command_WholeBrokenAndUnreadable_SaysSoAndHasItsCode()
    {
        using var scene = new AuditScene();
        await using (var server = await scene.StartAsync())
        {
            await AppendAsync(server, 20);
            await server.Services.GetRequiredService<AuditWatch>().ExportAsync(CancellationToken.None);
        }

        var whole = await scene.VerifyAsync(scene.Heads);
        Assert.True(whole.Code == AuditCommand.Whole, whole.Text);
        Assert.StartsWith("whole: ", whole.Text, StringComparison.Ordinal);

        // Without the exported heads the cut is not to be seen once the folder's own head is gone too.
        scene.CutTail(3);
        File.Delete(Path.Combine(scene.Data, "audit-head.json"));
        Assert.Equal(AuditCommand.Whole, (await scene.VerifyAsync()).Code);
        var cut = await scene.VerifyAsync(scene.Heads);
        Assert.True(cut.Code == AuditCommand.Broken, cut.Text);
        Assert.StartsWith("broken cut_tail ", cut.Text, StringComparison.Ordinal);

        scene.Forge("DELETE FROM audit WHERE number = 4");
        Assert.StartsWith("broken missing 4: ", (await scene.VerifyAsync(scene.Heads)).Text, StringComparison.Ordinal);

        Assert.Equal(AuditCommand.NotChecked, (await scene.VerifyAsync(Path.Combine(scene.Data, "none"))).Code);
        await File.AppendAllTextAsync(scene.Heads, """{"number":1,"hash":"00","signedFrom":1,"at":"2026-01-01T00:00:00Z","by":"x","key":"k","signature":"s"}""" + "\n");
        var forged = await scene.VerifyAsync(scene.Heads);
        Assert.Equal(AuditCommand.NotChecked, forged.Code);
        Assert.Contains("is no head of this audit", forged.Text, StringComparison.Ordinal);
    }

    /// <summary>A third party verifies with public keys alone; whoever has lost the data key still can.</summary>
    [Fact]
    [Trait("attack", "16")]
    public async Task Command_CopyWithoutTheDataKey_VerifiesByThePublicKey()
    {
        using var scene = new AuditScene();
        await using (var server = await scene.StartAsync())
        {
            await server.Services.GetRequiredService<AuditWatch>().ExportAsync(CancellationToken.None);
        }

        File.Delete(Path.Combine(scene.Data, "data.key"));

        var whole = await scene.VerifyAsync(scene.Heads);
        Assert.True(whole.Code == AuditCommand.Whole, whole.Text);
        Assert.False(File.Exists(Path.Combine(scene.Data, "data.key")));
        scene.Forge("UPDATE audit SET detail = '{}' WHERE number = 2");
        Assert.Equal(AuditCommand.Broken, (await scene.VerifyAsync(scene.Heads)).Code);
        Directory.Delete(Path.Combine(scene.Data, "audit-keys"), recursive: true);
        Assert.Equal(AuditCommand.NotChecked, (await scene.VerifyAsync(scene.Heads)).Code);
    }

    private static async Task<(string State, long? First, string? Fault)> StateAsync(StartedServer server)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        (await client.PostAsJsonAsync("/api/session", new SignInRequest("li.applicant", DemoAccounts.Password))).EnsureSuccessStatusCode();
        var state = await client.GetFromJsonAsync<AuditStateDto>("/api/audit");
        return (state!.State, state.FirstBroken, state.Fault);
    }

    private static async Task AppendAsync(StartedServer server, int entries)
    {
        for (var i = 0; i < entries; i++)
        {
            await server.Services.GetRequiredService<IAuditStore>().AppendAsync(
                new AuditEntry(DateTimeOffset.UnixEpoch, null, new PersonId("p"), AuditEntry.System, "test.done", "{}"));
        }
    }

    private static void CopyFiles(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }
}
