using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Api;

public sealed class ConsultationApiTests(DemoServer fixture) : IClassFixture<DemoServer>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task Post_SameRequestTwiceAndAtOnce_IsOneConsultation()
    {
        using var applicant = await Server.ApplicantAsync();
        var form = Requests.Form("r-" + Guid.NewGuid().ToString("N"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => applicant.PostAsJsonAsync("/api/consultations", form)));
        var later = await applicant.PostAsJsonAsync("/api/consultations", form);

        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var answer in answers.Append(later))
        {
            ids.Add((await answer.ReadAsync<ConsultationDetail>()).GroupId);
        }

        Assert.Single(ids);
        await (await applicant.PostAsJsonAsync("/api/consultations", form with { Purpose = "Something else" })).ProblemAsync(409, "group.exists");
        using var coordinator = await Server.CoordinatorAsync();
        await (await coordinator.PostAsJsonAsync("/api/consultations", form)).ProblemAsync(409, "group.exists");
    }

    [Fact]
    public async Task Post_WrongFields_AreNamedAllAtOnce()
    {
        using var applicant = await Server.ApplicantAsync();
        var form = new CreateConsultationRequest(
            "bad id", new PatientDto("", 200, "x", new string('1', 41), null), " ", "someday", new string('c', 2001), null, null, null, 17);

        var problem = await (await applicant.PostAsJsonAsync("/api/consultations", form)).ProblemAsync(400, "request.invalid");

        Assert.Equal(
            ["capacity", "complaint", "patient.age", "patient.idNumber", "patient.name", "patient.sex", "purpose", "requestId", "urgency"],
            problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"patient\":null}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"purpose\":5}")]
    [InlineData("{")]
    [InlineData("")]
    public async Task Post_NotAForm_IsInvalid(string json)
    {
        using var applicant = await Server.ApplicantAsync();

        var response = await applicant.PostAsync("/api/consultations", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));

        await response.ProblemAsync(400, "request.invalid");
    }

    [Fact]
    public async Task Read_ByRole_ShowsWhatTheRoleMaySee()
    {
        using var applicant = await Server.ApplicantAsync();
        using var coordinator = await Server.CoordinatorAsync();
        using var expert = await Server.ExpertAsync();
        using var admin = await Server.AdministratorAsync();
        var own = await applicant.RequestConsultationAsync();
        var others = await coordinator.RequestConsultationAsync();

        Assert.Equal("张三", (await Detail(expert, own.GroupId)).Patient.Name);
        var seen = await Detail(admin, own.GroupId);
        Assert.Equal((string.Empty, null, null), (seen.Patient.Name, seen.Patient.IdNumber, seen.Complaint));
        await (await applicant.GetAsync($"/api/consultations/{others.GroupId}")).ProblemAsync(404, "group.unknown");
        await (await applicant.PostAsync($"/api/consultations/{others.GroupId}/entry", null)).ProblemAsync(404, "group.unknown");
        await (await admin.PostAsync($"/api/consultations/{own.GroupId}/entry", null)).ProblemAsync(403, "permission.missing");
        await (await admin.PostAsJsonAsync($"/api/consultations/{own.GroupId}/tokens", Requests.Guest())).ProblemAsync(403, "permission.missing");
        await (await admin.GetAsync($"/api/consultations/{own.GroupId}/messages")).ProblemAsync(403, "permission.missing");
        await (await expert.PostAsJsonAsync($"/api/consultations/{own.GroupId}/tokens", Requests.Guest())).ProblemAsync(403, "permission.missing");
        await (await expert.PostAsync($"/api/consultations/{own.GroupId}/close", null)).ProblemAsync(403, "permission.missing");
        await (await expert.PostAsJsonAsync("/api/consultations", Requests.Form())).ProblemAsync(403, "permission.missing");
    }

    [Fact]
    public async Task List_WithPages_GivesEveryRowOnceNewestFirst()
    {
        using var applicant = await Server.ApplicantAsync();
        var asked = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            asked.Add((await applicant.RequestConsultationAsync()).GroupId);
        }

        var listed = new List<string>();
        string? before = null;
        do
        {
            var page = await applicant.GetFromJsonAsync<ConsultationPage>($"/api/consultations?limit=2{(before is null ? "" : $"&before={before}")}");
            listed.AddRange(page!.Items.Select(i => i.GroupId));
            before = page.Next;
        }
        while (before is not null && listed.Count < 100);

        Assert.Equal(listed.Count, listed.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(asked.AsEnumerable().Reverse(), listed.Where(asked.Contains));
    }

    [Theory]
    [InlineData("state=nonsense", "state")]
    [InlineData("before=nonsense", "before")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1000", "limit")]
    public async Task List_WrongQuery_IsInvalid(string query, string field)
    {
        using var applicant = await Server.ApplicantAsync();

        var problem = await (await applicant.GetAsync("/api/consultations?" + query)).ProblemAsync(400, "request.invalid");

        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Tokens_IssuedListedRevoked_NeverShowTheTokenAgain()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var issued = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());
        Assert.Equal($"/join#token={issued.Token}", issued.Link);
        var path = $"/api/consultations/{consultation.GroupId}/tokens";

        var text = await applicant.GetStringAsync(path);
        Assert.DoesNotContain(issued.Token, text, StringComparison.Ordinal);
        Assert.Equal("issued", Assert.Single((await applicant.GetFromJsonAsync<TokenDto[]>(path))!).State);
        Assert.Equal(HttpStatusCode.NoContent, (await applicant.DeleteAsync($"{path}/{issued.TokenId}")).StatusCode);
        Assert.Equal("revoked", Assert.Single((await applicant.GetFromJsonAsync<TokenDto[]>(path))!).State);
        await (await applicant.DeleteAsync($"{path}/t-unknown")).ProblemAsync(404, "token.unknown");
    }

    [Theory]
    [InlineData("king", null, 900, "role")]
    [InlineData("applicant", null, 900, "role")]
    [InlineData("patient", "telegraph", 900, "terminalKind")]
    [InlineData("patient", null, 59, "lifetimeSeconds")]
    [InlineData("patient", null, 86_401, "lifetimeSeconds")]
    public async Task Tokens_WrongOrder_IsInvalid(string role, string? kind, int lifetime, string field)
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();

        var response = await applicant.PostAsJsonAsync(
            $"/api/consultations/{consultation.GroupId}/tokens", new IssueTokenRequest("Guest", role, kind, null, lifetime, null));

        var problem = await response.ProblemAsync(400, "request.invalid");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    private static async Task<ConsultationDetail> Detail(HttpClient client, string groupId) =>
        (await client.GetFromJsonAsync<ConsultationDetail>($"/api/consultations/{groupId}"))!;
}
