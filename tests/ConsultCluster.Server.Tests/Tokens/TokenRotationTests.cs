using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Server.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Tokens;

public sealed class TokenRotationTests
{
    [Fact]
    public async Task Rotate_ByAdministrator_OldTokensLiveOnAndTheOldKeyDiesAfterItsRetention()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        using var admin = await server.AdministratorAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var before = await applicant.IssueAsync(consultation.GroupId, Requests.Guest(singleUse: false, lifetime: 86_400));

        var rotated = await (await admin.PostAsync("/api/signing-keys", null)).ReadAsync<RotatedKeyDto>();
        var after = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());

        Assert.Equal(rotated.Kid, server.Services.GetRequiredService<TokenKeys>().Active.Kid);
        Assert.NotEqual(before.Token.Split('.')[0], after.Token.Split('.')[0]);
        await using (await SeatedTerminal.TakeAsync(server, before))
        {
        }

        await using (await SeatedTerminal.TakeAsync(server, after))
        {
        }

        await server.RestartAsync();
        await using (await SeatedTerminal.TakeAsync(server, before))
        {
        }

        server.Clock.Advance(TokenKeys.Retention + TimeSpan.FromMinutes(1));
        await server.RestartAsync();
        var read = TokenCodec.Read(before.Token, server.Services.GetRequiredService<TokenKeys>().Find);
        Assert.Equal("token.forged", read.Refusal?.Code);
    }

    [Fact]
    public async Task Enter_KeyWasMadeByAnotherServer_IsAccepted()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var issued = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());
        var here = server.Services.GetRequiredService<TokenKeys>();
        var claims = TokenCodec.Read(issued.Token, here.Find).Value!;

        var elsewhere = new TokenKeys(server.Services.GetRequiredService<ISigningKeyStore>(), server.Clock);
        await elsewhere.LoadAsync();
        await elsewhere.RotateAsync(new PersonId("p-admin"), "192.0.2.1");
        Assert.Null(here.Find(elsewhere.Active.Kid));

        await using var seated = await SeatedTerminal.TakeAsync(server, issued with { Token = TokenCodec.Sign(claims, elsewhere.Active) });
        Assert.NotNull(here.Find(elsewhere.Active.Kid));
    }

    [Fact]
    public async Task Enter_KeyOfNobody_IsRefusedAsForged()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var issued = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());
        var claims = TokenCodec.Read(issued.Token, server.Services.GetRequiredService<TokenKeys>().Find).Value!;
        using var client = server.Anonymous();

        var response = await client.PostAsync(
            $"/hub/consultation/negotiate?negotiateVersion=1&access_token={TokenCodec.Sign(claims, TokenKey.Create())}", null);

        await response.ProblemAsync(401, "token.forged");
    }

    [Fact]
    public async Task Rotate_ByAnybodyElse_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        using var expert = await server.ExpertAsync();
        using var nobody = server.Anonymous();

        await (await expert.PostAsync("/api/signing-keys", null)).ProblemAsync(403, "permission.missing");
        await (await nobody.PostAsync("/api/signing-keys", null)).ProblemAsync(401, "sign_in.required");
    }
}
