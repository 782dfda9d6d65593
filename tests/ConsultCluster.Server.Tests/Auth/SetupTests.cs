using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Auth;

public sealed class SetupTests
{
    private const string Password = "a long password";

    [Fact]
    public async Task Setup_WithThePrintedCode_WorksOnceAndLeadsToAccounts()
    {
        await using var server = await TestServer.StartAsync(demo: false);
        using var client = server.Anonymous();
        var setup = new SetupRequest(server.SetupCode!, "root.admin", "Root", Password);

        await (await client.PostAsJsonAsync("/api/setup", setup with { Code = "guess" })).ProblemAsync(403, "setup.refused");
        await (await client.PostAsJsonAsync("/api/setup", setup with { Password = "short" })).ProblemAsync(400, "request.invalid");
        var created = await client.PostAsJsonAsync("/api/setup", setup);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        await (await client.PostAsJsonAsync("/api/setup", setup with { UserName = "second" })).ProblemAsync(403, "setup.refused");

        using var admin = await server.SignInAsync("root.admin", Password);
        var person = await (await admin.PostAsJsonAsync("/api/people", new CreatePersonRequest("new.expert", "New", "expert", Password))).ReadAsync<PersonDto>();
        Assert.Equal("expert", person.Role);
        await (await admin.PostAsJsonAsync("/api/people", new CreatePersonRequest("NEW.expert", "New", "expert", Password))).ProblemAsync(409, "person.exists");

        await server.RestartAsync();
        Assert.Null(server.SetupCode);
    }

    [Fact]
    public async Task Demo_WhereRealPeopleAre_IsRefusedAtStart()
    {
        await using var server = await TestServer.StartAsync(demo: false);
        using var client = server.Anonymous();
        await client.PostAsJsonAsync("/api/setup", new SetupRequest(server.SetupCode!, "root.admin", "Root", Password));

        var refused = await Assert.ThrowsAsync<StartupException>(() => server.RestartAsync(demo: true));

        Assert.Contains("--demo is refused", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DataFolderOfARunningServer_IsRefused()
    {
        await using var server = await TestServer.StartAsync();

        var refused = await Assert.ThrowsAsync<StartupException>(() =>
            ServerHost.StartAsync(new ServerOptions { HttpPort = 0, RelayPort = 0, Data = server.Data }));

        Assert.Contains("Another ConsultCluster runs on", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_WrongFields_AreNamedAllAtOnce()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AdministratorAsync();

        var response = await admin.PostAsJsonAsync("/api/people", new CreatePersonRequest("has space", "", "king", "short"));

        var problem = await response.ProblemAsync(400, "request.invalid");
        Assert.Equal(["displayName", "password", "role", "userName"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task People_ByAnybodyButAnAdministrator_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        using var coordinator = await server.CoordinatorAsync();
        using var nobody = server.Anonymous();

        await (await coordinator.GetAsync("/api/people")).ProblemAsync(403, "permission.missing");
        await (await nobody.GetAsync("/api/people")).ProblemAsync(401, "sign_in.required");
    }

    [Fact]
    public async Task People_LastAdministrator_CannotBeDisabledOrDemoted()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AdministratorAsync();

        await (await admin.PatchAsJsonAsync("/api/people/demo-administrator", new UpdatePersonRequest(null, null, null, true)))
            .ProblemAsync(409, "person.last_administrator");
        await (await admin.PatchAsJsonAsync("/api/people/demo-administrator", new UpdatePersonRequest(null, "expert", null, null)))
            .ProblemAsync(409, "person.last_administrator");
        await (await admin.PatchAsJsonAsync("/api/people/nobody", new UpdatePersonRequest("x", null, null, null))).ProblemAsync(404, "person.unknown");
    }
}
