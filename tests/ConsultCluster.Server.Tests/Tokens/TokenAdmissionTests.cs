using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Server.Tokens;
using ConsultCluster.Testing.Hub;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Tokens;

/// <summary>Bad tokens at the doors: hub and WHIP answer the same, precisely, and nobody gets in.</summary>
public sealed class TokenAdmissionTests(DemoServer fixture) : IClassFixture<DemoServer>
{
    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData("", "token.missing")]
    [InlineData("nonsense", "token.malformed")]
    [InlineData("a.b.c", "token.malformed")]
    public async Task Connect_NoToken_IsRefusedReadably(string token, string code)
    {
        await RefusedEverywhereAsync(token, code);
    }

    [Fact]
    public async Task Connect_AlgNone_IsForged()
    {
        var claims = await ClaimsAsync();
        var header = Base64Url.EncodeToString("""{"alg":"none","typ":"consultation+jwt"}"""u8);
        var payload = TokenCodec.Sign(claims, TokenKey.Create()).Split('.')[1];

        await RefusedEverywhereAsync($"{header}.{payload}.", "token.forged");
    }

    [Fact]
    public async Task Connect_SignedWithAnotherKey_IsForged() =>
        await RefusedEverywhereAsync(TokenCodec.Sign(await ClaimsAsync(), TokenKey.Create()), "token.forged");

    [Fact]
    public async Task Connect_ChangedClaims_IsForged()
    {
        var parts = TokenCodec.Sign(await ClaimsAsync(), Keys.Active).Split('.');
        var json = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("\"observer\"", "\"applicant\"", StringComparison.Ordinal);

        await RefusedEverywhereAsync($"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json))}.{parts[2]}", "token.forged");
    }

    [Fact]
    public async Task Connect_Expired_IsRefused()
    {
        var claims = await ClaimsAsync();
        var old = claims with { IssuedAt = claims.IssuedAt.AddHours(-2), ExpiresAt = claims.IssuedAt.AddHours(-1) };

        await RefusedEverywhereAsync(TokenCodec.Sign(old, Keys.Active), "token.expired");
    }

    [Fact]
    public async Task Enter_SignedButNeverRecorded_IsUnknown()
    {
        var claims = await ClaimsAsync();

        Assert.Equal("token.unknown", await EnterRefusedAsync(TokenCodec.Sign(claims with { Id = new TokenId("t-made-up") }, Keys.Active)));
    }

    [Fact]
    public async Task Enter_TokenOfAnotherGroup_IsUnknownThere()
    {
        using var applicant = await Server.ApplicantAsync();
        var other = await applicant.RequestConsultationAsync();
        var claims = await ClaimsAsync();

        var moved = TokenCodec.Sign(claims with { Group = new GroupId(other.GroupId) }, Keys.Active);

        Assert.Equal("token.unknown", await EnterRefusedAsync(moved));
    }

    [Fact]
    public async Task Enter_RightsThatAreNotOnRecord_IsForged()
    {
        var claims = await ClaimsAsync();

        var more = TokenCodec.Sign(claims with { Permissions = claims.Permissions | Permissions.Close }, Keys.Active);

        Assert.Equal("token.forged", await EnterRefusedAsync(more));
    }

    [Fact]
    public async Task Enter_UnknownGroup_IsRefused()
    {
        var claims = await ClaimsAsync();

        Assert.Equal("group.unknown", await EnterRefusedAsync(TokenCodec.Sign(claims with { Group = new GroupId("g-none") }, Keys.Active)));
    }

    [Fact]
    public async Task Enter_RevokedToken_IsRefusedAndWhoIsInsideIsPutOut()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var issued = await applicant.IssueAsync(consultation.GroupId, Requests.Guest(singleUse: false));
        await using var guest = await SeatedTerminal.TakeAsync(Server, issued);

        var revoked = await applicant.DeleteAsync($"/api/consultations/{consultation.GroupId}/tokens/{issued.TokenId}");

        Assert.True(revoked.IsSuccessStatusCode);
        await guest.Terminal.Notices.WaitAsync<LeftNotice>(n => n.TerminalId == guest.Id && n.Reason == "removed");
        Assert.Equal("token.revoked", await EnterRefusedAsync(issued.Token));
    }

    [Fact]
    public async Task Enter_SingleUseTokenOnAnotherTerminal_IsUsed()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var issued = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());
        await using var guest = await SeatedTerminal.TakeAsync(Server, issued);

        Assert.Equal("token.used", await EnterRefusedAsync(issued.Token));
        Assert.Null((await guest.Terminal.Snapshot()).Error);
    }

    [Fact]
    public async Task Enter_FullGroup_IsRefusedAndNobodyInsideNotices()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync(capacity: 2);
        await using var li = await SeatedTerminal.TakeAsync(Server, await applicant.EntryAsync(consultation.GroupId));
        await using var guest = await SeatedTerminal.TakeAsync(Server, await applicant.IssueAsync(consultation.GroupId, Requests.Guest()));
        var third = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());

        Assert.Equal("group.full", await EnterRefusedAsync(third.Token));

        Assert.Null((await guest.Terminal.Leave()).Error);
        await using var later = await SeatedTerminal.TakeAsync(Server, third);
    }

    [Fact]
    public async Task Enter_ClosedGroup_IsRefused()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var token = await applicant.EntryAsync(consultation.GroupId);
        await applicant.PostAsync($"/api/consultations/{consultation.GroupId}/close", null);

        Assert.Equal("group.closed", await EnterRefusedAsync(token.Token));
        await (await applicant.PostAsync($"/api/consultations/{consultation.GroupId}/entry", null)).ProblemAsync(410, "group.closed");
    }

    private TokenKeys Keys => Server.Services.GetRequiredService<TokenKeys>();

    /// <summary>Claims of a token that is on record.</summary>
    private async Task<TokenClaims> ClaimsAsync()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var issued = await applicant.IssueAsync(consultation.GroupId, Requests.Guest("observer"));
        return TokenCodec.Read(issued.Token, Keys.Find).Value!;
    }

    private async Task<string?> EnterRefusedAsync(string token)
    {
        await using var terminal = await Server.ConnectAsync(token);
        var reply = await terminal.Enter(new EnterRequest(HubTerminal.NewSeatKey()));
        Assert.Null(reply.Value);
        return reply.Error?.Code;
    }

    private async Task RefusedEverywhereAsync(string token, string code)
    {
        using var client = Server.Anonymous();
        await (await client.PostAsync($"/hub/consultation/negotiate?negotiateVersion=1&access_token={token}", null)).ProblemAsync(401, code);
        foreach (var path in new[] { "/hub/consultation/negotiate?negotiateVersion=1", "/whip", "/whep" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            request.Content = new StringContent("v=0", Encoding.UTF8, "application/sdp");
            if (token.Length > 0)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            var response = await client.SendAsync(request);

            await response.ProblemAsync(401, code);
            Assert.StartsWith("Bearer", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }

        await Assert.ThrowsAnyAsync<Exception>(() => Server.ConnectAsync(token));
    }
}
