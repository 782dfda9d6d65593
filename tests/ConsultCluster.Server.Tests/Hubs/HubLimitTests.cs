using ConsultCluster.Contracts.Hub;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Hub;

namespace ConsultCluster.Server.Tests.Hubs;

/// <summary>What a terminal may not do, and that nobody else notices when it does.</summary>
public sealed class HubLimitTests(DemoServer fixture) : IClassFixture<DemoServer>
{
    private TestServer Server => fixture.Server;

    [Fact]
    public async Task AnyCall_BeforeEnter_IsRefused()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var terminal = await Server.ConnectAsync((await applicant.EntryAsync(consultation.GroupId)).Token);

        Assert.Equal("member.unknown", (await terminal.Snapshot()).Error?.Code);
        Assert.Equal("member.unknown", (await terminal.Offer(new OfferRequest("v=0", [], null, null))).Error?.Code);
        Assert.Equal("member.unknown", (await terminal.Close()).Error?.Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("has spaces and is long enough")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task Enter_BadSeatKey_IsInvalid(string? key)
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var terminal = await Server.ConnectAsync((await applicant.EntryAsync(consultation.GroupId)).Token);

        Assert.Equal("request.invalid", (await terminal.Enter(new EnterRequest(key!))).Error?.Code);
    }

    [Fact]
    public async Task Enter_TwiceOnOneConnection_IsTheSameSeatOrRefused()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(Server, await applicant.EntryAsync(consultation.GroupId));

        Assert.Equal(li.Id, (await li.Terminal.Enter(new EnterRequest(li.SeatKey))).Value?.TerminalId);
        Assert.Equal("request.invalid", (await li.Terminal.Enter(new EnterRequest(HubTerminal.NewSeatKey()))).Error?.Code);
    }

    [Fact]
    public async Task Offer_TooLargeOrWithWrongWords_IsRefusedAndTheConnectionStays()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(Server, await applicant.EntryAsync(consultation.GroupId));

        Assert.Equal("sdp.too_large", (await li.Terminal.Offer(new OfferRequest(new string('v', (256 * 1024) + 1), [], null, null))).Error?.Code);
        Assert.Equal("request.invalid", (await li.Terminal.Offer(new OfferRequest("", [], null, null))).Error?.Code);
        Assert.Equal("request.invalid", (await li.Terminal.Offer(new OfferRequest("v=0", new() { ["0"] = "smell" }, null, null))).Error?.Code);
        Assert.Null((await li.Terminal.Offer(new OfferRequest(new string('v', 256 * 1024), null!, null, null))).Error);
    }

    [Fact]
    public async Task Locate_NoRoundTripsOrNoneThatCanBe_IsTakenOrRefused()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(Server, await applicant.EntryAsync(consultation.GroupId));

        Assert.Null((await li.Terminal.Locate(new LocateRequest(new() { ["relay-1"] = 12.5 }, "east"))).Error);
        Assert.Null((await li.Terminal.Locate(new LocateRequest(null, null))).Error);
        foreach (var wrong in new[]
        {
            new LocateRequest(new() { ["relay-1"] = 0 }, null),
            new LocateRequest(new() { ["relay-1"] = 60_001 }, null),
            new LocateRequest(new() { ["no relay"] = 5 }, null),
            new LocateRequest(Enumerable.Range(0, 65).ToDictionary(n => $"relay-{n}", _ => 5.0), null),
            new LocateRequest(null, new string('e', 65)),
        })
        {
            Assert.Equal("request.invalid", (await li.Terminal.Locate(wrong)).Error?.Code);
        }
    }

    [Fact]
    public async Task Call_MessageOverTheLimit_ClosesOnlyThatConnection()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(Server, await applicant.EntryAsync(consultation.GroupId));
        var guestToken = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());
        await using var guest = await SeatedTerminal.TakeAsync(Server, guestToken);

        await Assert.ThrowsAnyAsync<Exception>(() => guest.Terminal.SendMessage(new SendMessageRequest("m-1", new string('x', 500 * 1024))));

        await guest.Terminal.Closed.WaitAsync(TimeSpan.FromMinutes(1));
        await li.Terminal.Notices.WaitAsync<PresenceNotice>(n => n.Presence == "reconnecting");
        Assert.Null((await li.Terminal.Snapshot()).Error);
        await using var back = await SeatedTerminal.TakeAsync(Server, guestToken, guest.SeatKey);
        Assert.True(back.Entered.Resumed);
        Assert.Empty(back.Entered.Messages);
    }

    [Fact]
    public async Task Calls_Flood_IsRefusedThenTheConnectionEnds()
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(Server, await applicant.EntryAsync(consultation.GroupId));
        await using var guest = await SeatedTerminal.TakeAsync(Server, await applicant.IssueAsync(consultation.GroupId, Requests.Guest()));

        var codes = new List<string?>();
        try
        {
            for (var i = 0; i < 5_000 && !guest.Terminal.Closed.IsCompleted; i++)
            {
                codes.Add((await guest.Terminal.SetMuted(["nose"])).Error?.Code);
            }
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            // The server has hung up.
        }

        await guest.Terminal.Closed.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Contains("request.too_many", codes);
        Assert.Null((await li.Terminal.Snapshot()).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x", 4001)]
    public async Task SendMessage_EmptyOrTooLong_IsInvalid(string text, int repeat = 1)
    {
        using var applicant = await Server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(Server, await applicant.EntryAsync(consultation.GroupId));

        var reply = await li.Terminal.SendMessage(new SendMessageRequest("m-1", string.Concat(Enumerable.Repeat(text, repeat))));

        Assert.Equal("request.invalid", reply.Error?.Code);
    }
}
