using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Api;

/// <summary>Somebody else holds the database: every call says so, and what was refused is not half there.</summary>
public sealed class StorageTests
{
    [Fact]
    public async Task LockedDatabase_RequestAndMessage_AreRefusedThenWorkOnceAndNothingIsLost()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await li.Terminal.SendMessage(new SendMessageRequest("m-1", "before"));
        var form = Requests.Form("r-locked");

        using (DatabaseLock.Take(server.Data))
        {
            await (await applicant.PostAsJsonAsync("/api/consultations", form)).ProblemAsync(503, "storage.unavailable");
            Assert.Equal("storage.unavailable", (await li.Terminal.SendMessage(new SendMessageRequest("m-2", "during"))).Error?.Code);
            Assert.Null((await li.Terminal.Snapshot()).Error);
        }

        Assert.Equal(HttpStatusCode.Created, (await applicant.PostAsJsonAsync("/api/consultations", form)).StatusCode);
        Assert.Null((await li.Terminal.SendMessage(new SendMessageRequest("m-2", "during"))).Error);
        var messages = await applicant.GetFromJsonAsync<ChatMessageDto[]>($"/api/consultations/{consultation.GroupId}/messages");
        Assert.Equal(["before", "during"], messages!.Select(m => m.Text));
        var page = await applicant.GetFromJsonAsync<ConsultationPage>("/api/consultations");
        Assert.Equal(2, page!.Items.Length);
    }
}
