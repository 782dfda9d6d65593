using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Two administrators at once. Before, 12 of 25 disables were answered with 200 and lost, and two who demoted each other left none.</summary>
public sealed class AccountRaceTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private readonly TestServer _server = demo.Server;

    [Fact]
    [Trait("attack", "3")]
    public async Task Disable_WhileAnotherAdministratorRenames_IsDoneWhenAnswered()
    {
        const int Rounds = 25;
        using var admin = await _server.AdministratorAsync();
        var people = new List<string>();
        for (var i = 0; i < Rounds; i++)
        {
            var created = await admin.PostAsJsonAsync("/api/people", new CreatePersonRequest($"race{i}", "Race", "expert"));
            people.Add((await created.ReadAsync<CreatedPersonDto>()).PersonId);
        }

        var answers = await Task.WhenAll(people.SelectMany(person => new[]
        {
            admin.PatchAsJsonAsync($"/api/people/{person}", new UpdatePersonRequest("Renamed", null, null, null)),
            admin.PatchAsJsonAsync($"/api/people/{person}", new UpdatePersonRequest(null, null, null, Disabled: true)),
        }));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var after = (await admin.GetFromJsonAsync<PersonDto[]>("/api/people"))!.Where(person => people.Contains(person.PersonId)).ToArray();
        Assert.Equal(Rounds, after.Count(person => person is { Disabled: true, DisplayName: "Renamed" }));
    }

    [Fact]
    [Trait("attack", "3")]
    public async Task Change_FromAnOlderPage_IsRefusedWithWhatToDo()
    {
        using var admin = await _server.AdministratorAsync();
        var shown = (await admin.GetFromJsonAsync<PersonDto[]>("/api/people"))!.Single(person => person.UserName == "zhao.coordinator");
        await (await admin.PatchAsJsonAsync($"/api/people/{shown.PersonId}", new UpdatePersonRequest("Zhao", null, null, null, shown.Version))).ReadAsync<PersonDto>();

        var late = await admin.PatchAsJsonAsync($"/api/people/{shown.PersonId}", new UpdatePersonRequest("Zhao Qiang", null, null, null, shown.Version));

        var problem = await late.ProblemAsync(409, "person.changed");
        Assert.Contains("load it again", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("attack", "4")]
    public async Task Change_OfAnAccount_IsAuditedFromWhatToWhat()
    {
        using var admin = await _server.AdministratorAsync();
        await (await admin.PatchAsJsonAsync("/api/people/demo-applicant", new UpdatePersonRequest("李文", null, null, null))).ReadAsync<PersonDto>();

        var entry = (await _server.AuditAsync(AuditActions.PersonChanged)).Last(one => one.Detail.Contains("demo-applicant", StringComparison.Ordinal));
        using var detail = System.Text.Json.JsonDocument.Parse(entry.Detail);
        var name = detail.RootElement.GetProperty("changes").GetProperty("displayName");
        Assert.Equal(("李文 Li Wen", "李文"), (name.GetProperty("from").GetString(), name.GetProperty("to").GetString()));
    }

    [Fact]
    public async Task Change_WithAFieldThatIsNotThere_IsRefused()
    {
        using var admin = await _server.AdministratorAsync();

        var answer = await admin.PatchAsJsonAsync("/api/people/demo-expert", new { locked = true });

        await answer.ProblemAsync(400, "request.invalid");
    }
}
