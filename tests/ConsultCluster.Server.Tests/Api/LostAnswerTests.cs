using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Api;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Api;

/// <summary>The database commits and its answer is lost: the caller is told the truth, and the same request id finds out.</summary>
public sealed class LostAnswerTests
{
    private const string NotCertain = "not certain";

    [Fact]
    public async Task Request_AnswerLost_SaysSoAndTheSameIdFindsIt()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var form = Requests.Form("r-lost");
        server.Store.LoseNextAnswer();

        var lost = await (await applicant.PostAsJsonAsync("/api/consultations", form)).ProblemAsync(503, "storage.unavailable");
        Assert.Contains(NotCertain, lost.GetProperty("detail").GetString(), StringComparison.Ordinal);

        var found = await (await applicant.PostAsJsonAsync("/api/consultations", form)).ReadAsync<ConsultationDetail>();
        Assert.Equal("r-lost", found.RequestId);
        Assert.Single((await applicant.GetFromJsonAsync<ConsultationPage>("/api/consultations"))!.Items);
    }

    [Fact]
    public async Task Token_AnswerLost_SaysSoAndTheSameIdFindsIt()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var request = Requests.Guest() with { RequestId = "r-token" };
        server.Store.LoseNextAnswer();

        var lost = await (await applicant.PostAsJsonAsync($"/api/consultations/{consultation.GroupId}/tokens", request))
            .ProblemAsync(503, "storage.unavailable");
        Assert.Contains(NotCertain, lost.GetProperty("detail").GetString(), StringComparison.Ordinal);

        var first = await applicant.IssueAsync(consultation.GroupId, request);
        var again = await applicant.IssueAsync(consultation.GroupId, request);
        var other = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());
        Assert.Equal(first.TokenId, again.TokenId);
        Assert.NotEqual(first.TokenId, other.TokenId);
        var tokens = await applicant.GetFromJsonAsync<TokenDto[]>($"/api/consultations/{consultation.GroupId}/tokens");
        Assert.Equal([first.TokenId, other.TokenId], tokens!.Select(t => t.TokenId));
        await using (await SeatedTerminal.TakeAsync(server, again))
        {
        }
    }

    [Fact]
    public async Task Message_AnswerLost_SaysSoAndTheSameIdFindsIt()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        server.Store.LoseNextAnswer();

        var lost = await li.Terminal.SendMessage(new SendMessageRequest("m-1", "once"));
        Assert.Equal("storage.unavailable", lost.Error?.Code);
        Assert.Contains(NotCertain, lost.Error?.Reason, StringComparison.Ordinal);

        Assert.Equal("once", (await li.Terminal.SendMessage(new SendMessageRequest("m-1", "once"))).Value?.Text);
        Assert.Equal(["once"], (await applicant.GetFromJsonAsync<ChatMessageDto[]>($"/api/consultations/{consultation.GroupId}/messages"))!.Select(m => m.Text));
    }

    [Fact]
    public async Task Request_New_ReadsThreeTimesAndWritesOnce()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        await applicant.GetAsync("/api/session");
        server.Store.Forget();

        await applicant.PostAsJsonAsync("/api/consultations", Requests.Form("r-counted"));

        // The endpoint's, then the group's own: it is loaded, and asks whether another group serves the request.
        Assert.Equal(["find by request", "load", "find by request", "save"], server.Store.Calls);
    }

    [Fact]
    public void Refusal_StoreSaysNothingWasWritten_SaysSo()
    {
        var certain = StorageRefusal.Of(new StorageUnavailableException("refused") { MayBeRecorded = false });
        var inDoubt = StorageRefusal.Of(new StorageUnavailableException("lost"));

        Assert.Contains("nothing was recorded", certain.Reason, StringComparison.Ordinal);
        Assert.Contains(NotCertain, inDoubt.Reason, StringComparison.Ordinal);
        Assert.Equal(certain.Code, inDoubt.Code);
    }
}
