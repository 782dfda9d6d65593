using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Audit;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>The owner of a cluster's tables writes past the servers.</summary>
public sealed class PostgresAuditTampering
{
    [Fact]
    [Trait("attack", "16")]
    public async Task CutTail_WhileStopped_AlarmAtStartAndByCommand()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var name = await postgres.CreateDatabaseAsync();
        using var folder = new TemporaryFolder();
        var options = new ServerOptions { HttpPort = 0, RelayPort = 0, Relays = 1, Demo = true, Data = folder.Path, Postgres = postgres.ConnectionString(name) };
        long last;
        await using (var server = await ServerHost.StartAsync(options))
        {
            await server.Services.GetRequiredService<AuditWatch>().ExportAsync(CancellationToken.None);
            last = (await server.Services.GetRequiredService<IAuditStore>().LastAsync())!.Number;
        }

        Assert.Equal(AuditCommand.Whole, await AuditCommand.RunAsync(options, TextWriter.Null, TextWriter.Null));
        await postgres.RunAsync(
            $"""
            ALTER TABLE audit DISABLE TRIGGER ALL; ALTER TABLE audit_head DISABLE TRIGGER ALL;
            DELETE FROM audit WHERE number = {last};
            UPDATE audit_head SET number = {last - 1}, hash = (SELECT hash FROM audit WHERE number = {last - 1});
            ALTER TABLE audit ENABLE TRIGGER ALL; ALTER TABLE audit_head ENABLE TRIGGER ALL
            """,
            name);

        await using var output = new StringWriter();
        Assert.Equal(AuditCommand.Broken, await AuditCommand.RunAsync(options, output, output));
        Assert.StartsWith($"broken cut_tail {last}: ", output.ToString(), StringComparison.Ordinal);
        await using var again = await ServerHost.StartAsync(options);
        using var client = new HttpClient { BaseAddress = again.Address };
        Assert.Equal("broken", (await client.GetFromJsonAsync<HealthDto>("/health/ready"))!.Audit);
    }
}
