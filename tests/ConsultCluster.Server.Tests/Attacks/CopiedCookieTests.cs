using System.Net;
using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>Somebody has copied a cookie. Before, signing out deleted it in one browser, and every copy was good for 12 h more.</summary>
public sealed class CopiedCookieTests
{
    [Fact]
    [Trait("attack", "1")]
    public async Task Copy_AfterSignOut_IsWorthless()
    {
        var log = new AccountChangeLog();
        await using var server = await StartAsync(log);
        using var anonymous = server.Anonymous();
        var cookies = (await anonymous.TryAsync("li.applicant", DemoAccounts.Password)).Cookies();
        using var owner = server.With(cookies);
        using var thief = server.With(cookies);
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/api/consultations")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await owner.DeleteAsync("/api/session")).StatusCode);

        await (await thief.GetAsync("/api/consultations")).ProblemAsync(401, "sign_in.required");
        var ended = Assert.Single(log.All);
        Assert.Equal(("demo-applicant", AccountChangeKind.SessionEnded), (ended.Person.Value, ended.Kind));
        Assert.NotNull(ended.Session);
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Copy_SeenInTheListOfSessions_IsEndedThere()
    {
        var log = new AccountChangeLog();
        await using var server = await StartAsync(log);
        using var anonymous = server.Anonymous();
        using var here = server.With((await anonymous.TryAsync("wang.expert", DemoAccounts.Password)).Cookies());
        using var there = server.With((await anonymous.TryAsync("wang.expert", DemoAccounts.Password, from: "203.0.113.9")).Cookies());
        using var elsewhere = server.With((await anonymous.TryAsync("wang.expert", DemoAccounts.Password)).Cookies());
        using var applicant = await server.ApplicantAsync();

        var sessions = (await here.GetFromJsonAsync<SessionDto[]>("/api/sessions"))!;
        Assert.Equal(3, sessions.Length);
        Assert.Single(sessions, session => session.IsCurrent);
        var stolen = Assert.Single(sessions, session => session.Address == "203.0.113.9");

        // Nobody but the owner ends it here.
        await (await applicant.DeleteAsync($"/api/sessions/{stolen.SessionId}")).ProblemAsync(404, "sign_in.unknown");
        Assert.Equal(HttpStatusCode.NoContent, (await here.DeleteAsync($"/api/sessions/{stolen.SessionId}")).StatusCode);
        await (await there.GetAsync("/api/session")).ProblemAsync(401, "sign_in.required");
        await (await here.DeleteAsync($"/api/sessions/{stolen.SessionId}")).ProblemAsync(404, "sign_in.unknown");

        Assert.Equal(1, (await (await here.DeleteAsync("/api/sessions")).ReadAsync<EndedSessionsDto>()).Ended);
        await (await elsewhere.GetAsync("/api/session")).ProblemAsync(401, "sign_in.required");
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/api/session")).StatusCode);
        Assert.Equal(2, log.All.Count(change => change.Kind == AccountChangeKind.SessionEnded));
        Assert.Contains(log.All, change => change.Session == stolen.SessionId);
        Assert.Equal(2, (await server.AuditAsync(AuditActions.SessionEnded)).Length);
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Copy_AnAdministratorEndsThePersonsSessions_IsWorthless()
    {
        var log = new AccountChangeLog();
        await using var server = await StartAsync(log);
        using var admin = await server.AdministratorAsync();
        using var expert = await server.ExpertAsync();
        await (await expert.GetAsync("/api/people/demo-expert/sessions")).ProblemAsync(403, "permission.missing");
        await (await admin.GetAsync("/api/people/nobody/sessions")).ProblemAsync(404, "person.unknown");

        var session = Assert.Single((await admin.GetFromJsonAsync<SessionDto[]>("/api/people/demo-expert/sessions"))!);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/people/demo-expert/sessions/{session.SessionId}")).StatusCode);

        await (await expert.GetAsync("/api/session")).ProblemAsync(401, "sign_in.required");
        Assert.Equal(0, (await (await admin.DeleteAsync("/api/people/demo-expert/sessions")).ReadAsync<EndedSessionsDto>()).Ended);
        Assert.Equal(("demo-administrator", session.SessionId), (log.All.Single().By.Value, log.All.Single().Session));
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Copy_OwnerChangesThePassword_IsWorthlessAndTheOwnerStays()
    {
        var log = new AccountChangeLog();
        await using var server = await StartAsync(log);
        using var anonymous = server.Anonymous();
        using var owner = server.With((await anonymous.TryAsync("wang.expert", DemoAccounts.Password)).Cookies());
        using var thief = server.With((await anonymous.TryAsync("wang.expert", DemoAccounts.Password)).Cookies());

        await (await thief.PutAsJsonAsync("/api/session/password", new ChangePasswordRequest("a wrong guess", "the thief's own"))).ProblemAsync(403, "password.wrong");
        await (await owner.PutAsJsonAsync("/api/session/password", new ChangePasswordRequest(DemoAccounts.Password, "short"))).ProblemAsync(400, "request.invalid");
        var changed = await owner.PutAsJsonAsync("/api/session/password", new ChangePasswordRequest(DemoAccounts.Password, "a quite new password"));

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        await (await thief.GetAsync("/api/session")).ProblemAsync(401, "sign_in.required");
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/api/session")).StatusCode);
        await (await anonymous.TryAsync("wang.expert", DemoAccounts.Password)).ProblemAsync(401, "sign_in.failed");
        await (await anonymous.TryAsync("wang.expert", "a quite new password")).ReadAsync<SignedInDto>();
        var announced = Assert.Single(log.All);
        Assert.Equal(AccountChangeKind.PasswordChanged, announced.Kind);
        Assert.NotNull(announced.Session);
        Assert.Single(await server.AuditAsync(AuditActions.PasswordChanged));
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task Account_DisabledOrDemoted_IsAnnounced()
    {
        var log = new AccountChangeLog();
        await using var server = await StartAsync(log);
        using var admin = await server.AdministratorAsync();

        foreach (var request in new[] { new UpdatePersonRequest("Wang", null, null, null), new(null, "applicant", null, null), new(null, null, null, true), new(null, null, null, true) })
        {
            await (await admin.PatchAsJsonAsync("/api/people/demo-expert", request)).ReadAsync<PersonDto>();
        }

        Assert.Equal([AccountChangeKind.RoleChanged, AccountChangeKind.Disabled], log.All.Select(change => change.Kind));
        Assert.All(log.All, change => Assert.Equal(("demo-expert", "demo-administrator"), (change.Person.Value, change.By.Value)));
    }

    /// <summary>A session that is used stays, one that is not ends, and neither writes at each request.</summary>
    [Fact]
    public async Task Session_UsedNowAndThen_StaysAndUnusedEnds()
    {
        await using var server = await TestServer.StartAsync();
        using var expert = await server.ExpertAsync();
        for (var i = 0; i < 3; i++)
        {
            server.Clock.Advance(StaffSessions.Lifetime / 2.5);
            Assert.Equal(HttpStatusCode.OK, (await expert.GetAsync("/api/session")).StatusCode);
            await Eventually.HoldsAsync(
                () => server.Clock.GetUtcNow() - Used(server) < StaffSessions.TouchEvery, "noted the use");
        }

        server.Clock.Advance(StaffSessions.Lifetime + TimeSpan.FromSeconds(1));
        await (await expert.GetAsync("/api/session")).ProblemAsync(401, "sign_in.required");
    }

    private static DateTimeOffset Used(TestServer server) => server.Services.GetRequiredService<Ports.Stores.ISessionStore>()
        .ListAsync(new("demo-expert"), DateTimeOffset.UnixEpoch).GetAwaiter().GetResult().Single().UsedAt;

    private static Task<TestServer> StartAsync(AccountChangeLog log) => TestServer.StartAsync(replace: services =>
    {
        services.RemoveAll<IAccountChanges>();
        services.AddSingleton<IAccountChanges>(log);
    });
}
