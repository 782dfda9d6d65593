using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Postgres;

namespace ConsultCluster.Server.Tests.Api;

/// <summary>The whole server on PostgreSQL.</summary>
public sealed class PostgresTests
{
    [Fact]
    public async Task DatabaseKilled_Consultation_GoesOnAndNothingAcknowledgedIsLost()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var server = await TestServer.StartAsync(postgres: postgres.ConnectionString(await postgres.CreateDatabaseAsync()));
        using var applicant = await server.ApplicantAsync();
        using var anonymous = server.Anonymous();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await li.Terminal.SendMessage(new SendMessageRequest("m-1", "before"));
        var form = Requests.Form("r-2");

        await postgres.KillAsync();

        await (await applicant.PostAsJsonAsync("/api/consultations", form)).ProblemAsync(503, "storage.unavailable");
        Assert.Equal("storage.unavailable", (await li.Terminal.SendMessage(new SendMessageRequest("m-2", "during"))).Error?.Code);
        Assert.Null((await li.Terminal.Snapshot()).Error);
        var health = await anonymous.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("unavailable", (await health.Content.ReadFromJsonAsync<HealthDto>())!.Storage);
        // What goes on without a database must stay within reach of those who come back.
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync("/health/serving")).StatusCode);

        await postgres.StartAgainAsync();

        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await applicant.PostAsJsonAsync("/api/consultations", form)).StatusCode);
        Assert.Null((await li.Terminal.SendMessage(new SendMessageRequest("m-2", "during"))).Error);
        var messages = await applicant.GetFromJsonAsync<ChatMessageDto[]>($"/api/consultations/{consultation.GroupId}/messages");
        Assert.Equal(["before", "during"], messages!.Select(m => m.Text));
        Assert.Empty(Directory.GetFiles(server.Data, "consult.db*"));
    }

    [Fact]
    public async Task Start_DatabaseOutOfReach_SaysWhichAndNotThePassword()
    {
        using var folder = new TemporaryFolder();
        var refused = await Assert.ThrowsAsync<StartupException>(() => ServerHost.StartAsync(new ServerOptions
        {
            HttpPort = 0,
            RelayPort = 0,
            Data = folder.Path,
            Postgres = $"Host={folder.Path};Database=wards;Username=u;Password=s3cret-word",
        }));

        Assert.Contains($"PostgreSQL database {folder.Path}/wards cannot be used now", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-word", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SecondServerWithAnotherDataKey_SaysWhatToCopy()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var connection = postgres.ConnectionString(await postgres.CreateDatabaseAsync());
        await using var first = await TestServer.StartAsync(postgres: connection);
        using var folder = new TemporaryFolder();

        var refused = await Assert.ThrowsAsync<StartupException>(() =>
            ServerHost.StartAsync(new ServerOptions { HttpPort = 0, RelayPort = 0, Data = folder.Path, Postgres = connection }));

        Assert.Contains("data.key", refused.Message, StringComparison.Ordinal);
        Assert.Contains("copy it", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Two servers share the database and the data key and nothing else, as behind a load balancer.</summary>
    [Fact]
    public async Task SignIn_AtOneServer_IsGoodAtTheOtherUntilItEndsThere()
    {
        await using var postgres = await PostgresServer.StartAsync();
        var connection = postgres.ConnectionString(await postgres.CreateDatabaseAsync());
        await using var first = await TestServer.StartAsync(postgres: connection);
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(first.Data, "data.key"), Path.Combine(folder.Path, "data.key"));
        await using var second = await ServerHost.StartAsync(
            new ServerOptions { HttpPort = 0, RelayPort = 0, Relays = 1, Data = folder.Path, Postgres = connection, Demo = true });
        using var applicant = await first.ApplicantAsync();
        using var elsewhere = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = second.Address };
        elsewhere.DefaultRequestHeaders.Add("Cookie", applicant.DefaultRequestHeaders.GetValues("Cookie"));

        Assert.Equal("li.applicant", (await elsewhere.GetFromJsonAsync<PersonDto>("/api/session"))!.UserName);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "cookie-keys")));

        Assert.Equal(HttpStatusCode.NoContent, (await elsewhere.DeleteAsync("/api/session")).StatusCode);
        await (await applicant.GetAsync("/api/session")).ProblemAsync(401, "sign_in.required");
    }
}
