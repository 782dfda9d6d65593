using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Server.Tokens;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>One person or one device takes what is there for all, over HTTP.</summary>
public sealed class CrowdingAttack(DemoServer fixture) : IClassFixture<DemoServer>
{
    private TestServer Server => fixture.Server;

    [Fact]
    [Trait("attack", "8")]
    public async Task Attack_ExpertAsksForEntryAgainAndAgain_HasOneToken()
    {
        using var applicant = await Server.ApplicantAsync();
        using var expert = await Server.ExpertAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 50; i++)
        {
            ids.Add((await expert.EntryAsync(consultation.GroupId)).TokenId);
        }

        Assert.Single(ids);
        Assert.Single(await (await applicant.GetAsync($"/api/consultations/{consultation.GroupId}/tokens")).ReadAsync<TokenDto[]>());
    }

    [Fact]
    [Trait("attack", "8")]
    public async Task Attack_OneWhipTokenOpensManySessions_HasOneSeatAndTheApplicantEnters()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync(capacity: 4);
        var token = await applicant.IssueAsync(consultation.GroupId, Requests.Guest("device", "whip"));
        using var encoder = Server.Anonymous();
        encoder.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        for (var i = 0; i < 8; i++)
        {
            using var opened = await encoder.PostAsync("/whip", new StringContent($"offer {i}", Encoding.UTF8, "application/sdp"));
            Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        }

        await using var li = await SeatedTerminal.TakeAsync(Server, await applicant.EntryAsync(consultation.GroupId));

        var members = (await li.Terminal.Snapshot()).Value!.Members;
        Assert.Equal(["applicant", "device"], members.Select(member => member.Role).Order(StringComparer.Ordinal));
    }

    /// <summary>Each time was two entries of the record and two notices to everybody inside, as often as the network allowed.</summary>
    [Fact]
    [Trait("attack", "8")]
    public async Task Attack_OneWhipTokenOpensSessionsWithoutEnd_IsRefused()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var token = await applicant.IssueAsync(consultation.GroupId, Requests.Guest("device", "whip"));
        using var encoder = Server.Anonymous();
        encoder.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5 * TokenConnects.Burst).Select(
            _ => encoder.PostAsync("/whip", new StringContent("offer", Encoding.UTF8, "application/sdp"))));

        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        await refused.ProblemAsync(429, "request.too_many");
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.Created);
    }

    [Fact]
    [Trait("attack", "8")]
    public async Task Attack_GuestsTakeAllSeats_ApplicantAndCoordinatorEnter()
    {
        using var applicant = await Server.ApplicantAsync();
        using var coordinator = await Server.CoordinatorAsync();
        using var expert = await Server.ExpertAsync();
        var consultation = await applicant.RequestConsultationAsync(capacity: 2);
        await using var one = await SeatedTerminal.TakeAsync(Server, await applicant.IssueAsync(consultation.GroupId, Requests.Guest()));
        await using var two = await SeatedTerminal.TakeAsync(Server, await applicant.IssueAsync(consultation.GroupId, Requests.Guest()));

        await using var refused = await Server.ConnectAsync((await expert.EntryAsync(consultation.GroupId)).Token);
        Assert.Equal(RefusalCodes.GroupFull, (await refused.Enter(new EnterRequest("0123456789012345678901"))).Error?.Code);
        await using var li = await SeatedTerminal.TakeAsync(Server, await applicant.EntryAsync(consultation.GroupId));
        await using var zhao = await SeatedTerminal.TakeAsync(Server, await coordinator.EntryAsync(consultation.GroupId));

        Assert.Equal(4, (await zhao.Terminal.Snapshot()).Value!.Members.Length);
    }
}
