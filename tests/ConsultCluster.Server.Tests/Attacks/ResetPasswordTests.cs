using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Server.Auth;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Attacks;

/// <summary>An administrator, who must see no patient, takes an expert's account. Before, the audit said "person changed" and the expert was told nothing.</summary>
public sealed partial class ResetPasswordTests
{
    private const string Own = "a password of my own";

    [Fact]
    [Trait("attack", "4")]
    public async Task OneTimePassword_BeforeItIsReplaced_OpensNothingElse()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        using var expert = await server.ExpertAsync();
        using var admin = await server.AdministratorAsync();
        var consultation = await applicant.RequestConsultationAsync();

        var reset = await (await admin.PostAsync("/api/people/demo-expert/password", null)).ReadAsync<OneTimePasswordDto>();

        Assert.Matches(Shape(), reset.Password);
        await (await expert.GetAsync("/api/session")).ProblemAsync(401, "sign_in.required");
        using var anonymous = server.Anonymous();
        var signedIn = await anonymous.TryAsync("wang.expert", reset.Password);
        Assert.True((await signedIn.ReadAsync<SignedInDto>()).MustChangePassword);
        using var intruder = server.With(signedIn.Cookies());
        foreach (var path in new[] { "/api/consultations", $"/api/consultations/{consultation.GroupId}", $"/api/consultations/{consultation.GroupId}/messages", "/api/sessions", "/api/people", "/api/cluster" })
        {
            await (await intruder.GetAsync(path)).ProblemAsync(403, "password.change_required");
        }

        await (await intruder.PostAsync($"/api/consultations/{consultation.GroupId}/entry", null)).ProblemAsync(403, "password.change_required");
        await (await intruder.DeleteAsync("/api/session/notice")).ProblemAsync(403, "password.change_required");
        Assert.Equal(HttpStatusCode.NoContent, (await intruder.PutAsJsonAsync("/api/session/password", new ChangePasswordRequest(reset.Password, Own))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await intruder.GetAsync("/api/consultations")).StatusCode);
        await (await anonymous.TryAsync("wang.expert", reset.Password)).ProblemAsync(401, "sign_in.failed");
    }

    [Fact]
    [Trait("attack", "4")]
    public async Task Reset_IsOnRecordAndToldToThePerson()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AdministratorAsync();
        var reset = await (await admin.PostAsync("/api/people/demo-expert/password", null)).ReadAsync<OneTimePasswordDto>();
        using var anonymous = server.Anonymous();
        using var expert = server.With((await anonymous.TryAsync("wang.expert", reset.Password)).Cookies());
        await expert.PutAsJsonAsync("/api/session/password", new ChangePasswordRequest(reset.Password, Own));

        var notice = (await expert.GetFromJsonAsync<SignedInDto>("/api/session"))!.PasswordReset!;
        Assert.Equal(("管理员 Admin", false), (notice.By, notice.Seen));
        Assert.Equal(HttpStatusCode.NoContent, (await expert.DeleteAsync("/api/session/notice")).StatusCode);
        Assert.True((await expert.GetFromJsonAsync<SignedInDto>("/api/session"))!.PasswordReset!.Seen);

        var entry = Assert.Single(await server.AuditAsync(AuditActions.PasswordReset));
        Assert.Equal("demo-administrator", entry.By.Value);
        Assert.Contains("demo-expert", entry.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(reset.Password, entry.Detail, StringComparison.Ordinal);
        Assert.Single(await server.AuditAsync(AuditActions.PasswordResetSeen));
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains(reset.Password, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("attack", "4")]
    public async Task Password_GivenByAnAdministrator_IsForTheFirstSignInHoweverItWasGiven()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.AdministratorAsync();
        using var anonymous = server.Anonymous();

        var made = await (await admin.PostAsJsonAsync("/api/people", new CreatePersonRequest("made", "Made", "expert"))).ReadAsync<CreatedPersonDto>();
        var chosen = await (await admin.PostAsJsonAsync("/api/people", new CreatePersonRequest("chosen", "Chosen", "expert", Own))).ReadAsync<CreatedPersonDto>();
        await (await admin.PatchAsJsonAsync("/api/people/demo-expert", new UpdatePersonRequest(null, null, Own, null))).ReadAsync<PersonDto>();

        Assert.Null(chosen.OneTimePassword);
        foreach (var (name, password) in new[] { ("made", made.OneTimePassword!), ("chosen", Own), ("wang.expert", Own) })
        {
            Assert.True((await (await anonymous.TryAsync(name, password)).ReadAsync<SignedInDto>()).MustChangePassword);
        }

        await (await admin.PostAsync("/api/people/demo-administrator/password", null)).ProblemAsync(400, "request.invalid");
        await (await admin.PatchAsJsonAsync("/api/people/demo-administrator", new UpdatePersonRequest(null, null, Own, null))).ProblemAsync(400, "request.invalid");
        server.Clock.Advance(OneTimePassword.Lifetime + TimeSpan.FromMinutes(1));
        await (await anonymous.TryAsync("made", made.OneTimePassword!)).ProblemAsync(401, "password.expired");
    }

    [Fact]
    [Trait("attack", "4")]
    public async Task PatientsData_Read_IsOnRecordOnceAnHour()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        using var expert = await server.ExpertAsync();
        using var admin = await server.AdministratorAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var path = $"/api/consultations/{consultation.GroupId}";

        foreach (var read in new[] { path, path, path + "/messages", "/api/consultations", "/api/consultations?limit=10" })
        {
            Assert.Equal(HttpStatusCode.OK, (await expert.GetAsync(read)).StatusCode);
        }

        // An administrator sees no patient, so there is nothing to record.
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/consultations")).StatusCode);
        var entry = Assert.Single(await server.AuditAsync(AuditActions.PatientRead));
        Assert.Equal(("demo-expert", consultation.GroupId), (entry.By.Value, entry.Group?.Value));
        Assert.Equal("demo-expert", Assert.Single(await server.AuditAsync(AuditActions.PatientsListed)).By.Value);

        server.Clock.Advance(TimeSpan.FromHours(1));
        await expert.GetAsync(path);
        Assert.Equal(2, (await server.AuditAsync(AuditActions.PatientRead)).Length);
        Assert.Contains(await applicant.GetFromJsonAsync<AuditEntryDto[]>(path + "/audit") ?? [], row => row.Action == AuditActions.PatientRead);
    }

    [Fact]
    [Trait("attack", "4")]
    public async Task PatientsData_WhatCannotBeRecorded_IsNotGivenOut()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        using var expert = await server.ExpertAsync();
        var path = $"/api/consultations/{(await applicant.RequestConsultationAsync()).GroupId}";

        using (DatabaseLock.Take(server.Data))
        {
            await (await expert.GetAsync(path)).ProblemAsync(503, "storage.unavailable");
        }

        Assert.Equal(HttpStatusCode.OK, (await expert.GetAsync(path)).StatusCode);
        Assert.Single(await server.AuditAsync(AuditActions.PatientRead));
    }

    [GeneratedRegex("^([2-9a-z]{4}-){3}[2-9a-z]{4}$")]
    private static partial Regex Shape();
}
