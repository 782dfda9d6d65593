using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Server.Tests.Whip;

/// <summary>WHIP (RFC 9725) and WHEP as a client sees them that knows nothing else of us.</summary>
public sealed class WhipTests(DemoServer fixture) : IClassFixture<DemoServer>
{
    private const string Sdp = "application/sdp";

    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData("whip")]
    [InlineData("whep")]
    public async Task Session_OpenedAndDeleted_IsASeatInTheGroup(string kind)
    {
        var (token, watcher) = await SceneAsync(kind);
        await using var li = watcher;
        using var client = Client(token);

        var created = await client.PostAsync($"/{kind}", Offer());

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(Sdp, created.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("answer to", await created.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull(created.Headers.ETag);
        var location = created.Headers.Location!;
        var entered = await li.Terminal.Notices.WaitAsync<EnteredNotice>(n => n.Member.TerminalId != li.Id);
        Assert.Equal(kind, entered.Member.TerminalKind);

        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync(location)).StatusCode);
        Assert.Equal("left", (await li.Terminal.Notices.WaitAsync<LeftNotice>(n => n.TerminalId == entered.Member.TerminalId)).Reason);
        await (await client.DeleteAsync(location)).ProblemAsync(404, "session.unknown");
    }

    [Fact]
    public async Task Patch_TrickleAndRestart_AnswersAsTheRfcSays()
    {
        var (token, watcher) = await SceneAsync("whip");
        await using var li = watcher;
        using var client = Client(token);
        var created = await client.PostAsync("/whip", Offer());
        var location = created.Headers.Location!;

        Assert.Equal(HttpStatusCode.NoContent, (await PatchAsync(client, location, created.Headers.ETag!.Tag)).StatusCode);
        await (await PatchAsync(client, location, null)).ProblemAsync(428, "http.precondition_required");
        await (await PatchAsync(client, location, "\"other\"")).ProblemAsync(412, "http.precondition_failed");
        await (await PatchAsync(client, location, "*")).ProblemAsync(422, "session.unsupported");
        await (await PatchAsync(client, location, "*", "text/plain")).ProblemAsync(415, "http.unsupported_media_type");
    }

    [Fact]
    public async Task Session_OfAnotherToken_CannotBeTouched()
    {
        var (token, watcher) = await SceneAsync("whip");
        await using var li = watcher;
        using var client = Client(token);
        var location = (await client.PostAsync("/whip", Offer())).Headers.Location!;
        var (otherToken, otherWatcher) = await SceneAsync("whip");
        await using var other = otherWatcher;
        using var thief = Client(otherToken);

        await (await thief.DeleteAsync(location)).ProblemAsync(403, "permission.missing");
        await (await PatchAsync(thief, location, "*")).ProblemAsync(403, "permission.missing");
    }

    [Fact]
    public async Task Post_WrongTypeAcceptSizeOrKind_IsRefusedPrecisely()
    {
        var (token, watcher) = await SceneAsync("whip");
        await using var li = watcher;
        using var client = Client(token);

        var wrongType = await client.PostAsync("/whip", new StringContent("{}", Encoding.UTF8, "application/json"));
        await wrongType.ProblemAsync(415, "http.unsupported_media_type");
        Assert.Equal(Sdp, Assert.Single(wrongType.Headers.GetValues("Accept-Post")));

        using var wrongAccept = new HttpRequestMessage(HttpMethod.Post, "/whip") { Content = Offer() };
        wrongAccept.Headers.Accept.ParseAdd("text/html");
        await (await client.SendAsync(wrongAccept)).ProblemAsync(406, "http.not_acceptable");

        await (await client.PostAsync("/whip", Offer(new string('v', (256 * 1024) + 1)))).ProblemAsync(413, "sdp.too_large");
        await (await client.PostAsync("/whip", Offer(" "))).ProblemAsync(400, "sdp.malformed");
        await (await client.PostAsync("/whep", Offer())).ProblemAsync(403, "permission.missing");
        Assert.Single((await li.Terminal.Snapshot()).Value!.Members);
    }

    [Fact]
    public async Task Post_OfferThatTheRelayRefuses_LeavesNoSeatBehindAndTheTokenCanBeUsedAgain()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        var token = await applicant.IssueAsync(consultation.GroupId, Requests.Guest("device", "whip", singleUse: true));
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        server.Relay.RefuseOffers = new Refusal(RefusalCodes.SdpNoFingerprint, "No fingerprint.");

        await (await client.PostAsync("/whip", Offer())).ProblemAsync(422, "sdp.no_fingerprint");

        await li.Terminal.Notices.WaitAsync<LeftNotice>();
        Assert.Single((await li.Terminal.Snapshot()).Value!.Members);

        server.Relay.RefuseOffers = null;
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync("/whip", Offer())).StatusCode);
        Assert.Equal(2, (await li.Terminal.Snapshot()).Value!.Members.Length);
        await (await client.PostAsync("/whip", Offer())).ProblemAsync(403, "token.used");
    }

    [Theory]
    [InlineData(RefusalCodes.SdpPartial, "Missing is the picture (H265).")]
    [InlineData(RefusalCodes.SdpCodecUnfit, "Nobody can show H.264 High.")]
    public async Task Post_OfferThatDoesNotFit_Is422WithTheRelaysWords(string code, string reason)
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        var token = await applicant.IssueAsync(consultation.GroupId, Requests.Guest("device", "whip"));
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        server.Relay.RefuseOffers = new Refusal(code, reason);

        var answer = await client.PostAsync("/whip", Offer());

        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await answer.ProblemAsync(422, code);
        server.Relay.RefuseOffers = null;
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync("/whip", Offer())).StatusCode);
        Assert.Contains(server.Relay.Sessions(li.Group), id => server.Relay.Session(li.Group, id)!.Offer.IsAllOrNothing);
    }

    [Fact]
    public async Task Session_MediaGone_EndsByItself()
    {
        var (token, watcher) = await SceneAsync("whip");
        await using var li = watcher;
        using var client = Client(token);
        var location = (await client.PostAsync("/whip", Offer())).Headers.Location!;
        var entered = await li.Terminal.Notices.WaitAsync<EnteredNotice>(n => n.Member.TerminalId != li.Id);

        Server.Relay.LoseSession(li.Group, new TerminalId(entered.Member.TerminalId), "silence");

        await li.Terminal.Notices.WaitAsync<LeftNotice>(n => n.TerminalId == entered.Member.TerminalId);
        await (await client.DeleteAsync(location)).ProblemAsync(404, "session.unknown");
    }

    [Fact]
    public async Task Post_AfterTheExpiryOfItsToken_OpensASessionWhileTheLastOneIsRecent()
    {
        await using var server = await TestServer.StartAsync(configure: options => options.MediaReturn = TimeSpan.FromMinutes(10));
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        var token = await applicant.IssueAsync(consultation.GroupId, Requests.Guest("device", "whip", lifetime: 60));
        using var client = server.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync("/whip", Offer())).StatusCode);
        var first = (await li.Terminal.Notices.WaitAsync<EnteredNotice>(n => n.Member.TerminalId != li.Id)).Member.TerminalId;
        server.Clock.Advance(TimeSpan.FromHours(2));
        server.Relay.LoseSession(li.Group, new TerminalId(first), "silence");
        await li.Terminal.Notices.WaitAsync<LeftNotice>(n => n.TerminalId == first);
        server.Clock.Advance(TimeSpan.FromMinutes(9));

        var created = await client.PostAsync("/whip", Offer());

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync(created.Headers.Location)).StatusCode);
        server.Clock.Advance(TimeSpan.FromMinutes(11));
        await (await client.PostAsync("/whip", Offer())).ProblemAsync(401, "token.expired");
    }

    [Theory]
    [InlineData("whip", "whip", true)]
    [InlineData("whip", "whip", false)]
    [InlineData("device", "whip", true)]
    [InlineData("device", "whip", false)]
    [InlineData("device", "whep", true)]
    public async Task Post_AnotherSessionOfTheSameToken_TakesThePlaceOfTheOneBefore(string kind, string path, bool sends)
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(Server, await applicant.EntryAsync(consultation.GroupId));
        var token = await applicant.IssueAsync(consultation.GroupId, Requests.Guest("device", kind));
        using var client = Client(token.Token);
        var location = (await client.PostAsync($"/{path}", Offer())).Headers.Location;
        var first = (await li.Terminal.Notices.WaitAsync<EnteredNotice>(n => n.Member.TerminalId != li.Id)).Member;
        Server.Relay.ReportMedia(li.Group, new TerminalId(first.TerminalId), sends, receives: false);

        var second = await client.PostAsync($"/{path}", Offer());

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        await li.Terminal.Notices.WaitAsync<LeftNotice>(n => n.TerminalId == first.TerminalId);
        Assert.Equal(path, first.TerminalKind);
        await Eventually.HoldsAsync(() => Server.Relay.Session(li.Group, new TerminalId(first.TerminalId)) is null, "the relay has ended the first session");
        Assert.Equal(2, (await li.Terminal.Snapshot()).Value!.Members.Length);
        // The endpoint hears of the end as the others do, perhaps after them.
        await Eventually.HoldsAsync(async () => (await client.DeleteAsync(location)).StatusCode == HttpStatusCode.NotFound, "the first session is unknown");
        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync(second.Headers.Location)).StatusCode);
    }

    [Theory]
    [InlineData("whip", 12 * 60)]
    [InlineData("device", 12 * 60)]
    [InlineData("browser", 15)]
    public async Task Token_WithoutALifetime_LivesAsLongAsItsKindNeeds(string kind, int minutes)
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var before = Server.Clock.GetUtcNow();

        var token = await applicant.IssueAsync(consultation.GroupId, Requests.Guest("device", kind));

        Assert.InRange((token.ExpiresAt - before).TotalMinutes, minutes - 1, minutes + 5);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    public async Task Endpoint_OtherMethods_AreNotAllowed(string method)
    {
        using var client = Server.Anonymous();

        var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/whip"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("POST", response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Options_Always_SaysWhatIsAcceptedAndAnyOriginMayAsk()
    {
        using var client = Server.Anonymous();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/whip");
        preflight.Headers.Add("Origin", "https://encoder.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");

        var plain = await client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/whep"));
        var allowed = await client.SendAsync(preflight);

        Assert.Equal(Sdp, Assert.Single(plain.Headers.GetValues("Accept-Post")));
        Assert.Equal("*", Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    private static StringContent Offer(string text = "v=0 offer")
    {
        var content = new StringContent(text);
        content.Headers.ContentType = new MediaTypeHeaderValue(Sdp);
        return content;
    }

    private static async Task<HttpResponseMessage> PatchAsync(
        HttpClient client, Uri location, string? match, string type = "application/trickle-ice-sdpfrag")
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, location) { Content = new StringContent("a=end-of-candidates\r\n") };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (match is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", match);
        }

        return await client.SendAsync(request);
    }

    private HttpClient Client(string token)
    {
        var client = Server.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private async Task<(string Token, SeatedTerminal Watcher)> SceneAsync(string kind)
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var issued = await applicant.IssueAsync(consultation.GroupId, Requests.Guest("device", kind));
        Assert.Equal("/" + kind, issued.Link);
        return (issued.Token, await SeatedTerminal.TakeAsync(Server, await applicant.EntryAsync(consultation.GroupId)));
    }
}
