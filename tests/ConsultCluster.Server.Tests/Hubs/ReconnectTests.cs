using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Hub;

namespace ConsultCluster.Server.Tests.Hubs;

/// <summary>A lost line, a second tab, a dead server: the seat is still there.</summary>
public sealed class ReconnectTests
{
    [Fact]
    public async Task Enter_AfterALostLine_ResumesTheSeatAndItsSlots()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var token = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await using var guest = await SeatedTerminal.TakeAsync(server, token);
        await guest.OfferAsync();
        server.Relay.ReportSlots(guest.Group, new TerminalId(guest.Id), new SlotAssignment("1", new TerminalId(li.Id), MediaSource.Camera));
        await guest.Terminal.Notices.WaitAsync<SlotDto[]>();

        guest.Terminal.Cut();
        await li.Terminal.Notices.WaitAsync<PresenceNotice>(n => n.TerminalId == guest.Id && n.Presence == "reconnecting");
        await using var back = await SeatedTerminal.TakeAsync(server, token, guest.SeatKey);

        Assert.True(back.Entered.Resumed);
        Assert.Equal(guest.Id, back.Id);
        await li.Terminal.Notices.WaitAsync<EnteredNotice>(n => n.Resumed && n.Member.TerminalId == guest.Id);
        Assert.Equal(li.Id, Assert.Single(await back.Terminal.Notices.WaitAsync<SlotDto[]>()).TerminalId);
        Assert.DoesNotContain(li.Terminal.Notices.All, n => n is LeftNotice);
    }

    [Fact]
    public async Task Enter_WhileTheOldLineStillStands_TakesTheSeatOver()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var token = await applicant.EntryAsync(consultation.GroupId);
        await using var first = await SeatedTerminal.TakeAsync(server, token);

        await using var second = await SeatedTerminal.TakeAsync(server, token, first.SeatKey);

        Assert.Equal(first.Id, second.Id);
        await first.Terminal.Closed.WaitAsync(TimeSpan.FromMinutes(1));
        var member = Assert.Single((await second.Terminal.Snapshot()).Value!.Members);
        Assert.Equal("entered", member.Presence);
    }

    [Fact]
    public async Task Enter_AfterARestartOfTheServer_ResumesWithTheOldTokenAndNothingIsLost()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var ownToken = await applicant.EntryAsync(consultation.GroupId);
        var guestToken = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());
        var li = await SeatedTerminal.TakeAsync(server, ownToken);
        var guest = await SeatedTerminal.TakeAsync(server, guestToken);
        await li.Terminal.SendMessage(new SendMessageRequest("m-1", "before the restart"));
        await li.DisposeAsync();
        await guest.DisposeAsync();

        await server.RestartAsync();

        await using var liBack = await SeatedTerminal.TakeAsync(server, ownToken, li.SeatKey);
        await using var guestBack = await SeatedTerminal.TakeAsync(server, guestToken, guest.SeatKey);
        Assert.True(liBack.Entered.Resumed);
        Assert.True(guestBack.Entered.Resumed);
        Assert.Equal((li.Id, guest.Id), (liBack.Id, guestBack.Id));
        Assert.Equal("before the restart", Assert.Single(guestBack.Entered.Messages).Text);
        await liBack.OfferAsync();
        await guestBack.OfferAsync();
        server.ReportMedia(liBack, guestBack);
        await liBack.Terminal.Notices.WaitAsync<ConnectedNotice>(n => n.TerminalIds.Length == 2);
    }

    [Fact]
    public async Task Enter_TokenExpiredMeanwhile_StillResumesButOpensNoNewSeat()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        var token = await applicant.IssueAsync(consultation.GroupId, Requests.Guest(singleUse: false, lifetime: 60));
        var unused = await applicant.IssueAsync(consultation.GroupId, Requests.Guest(lifetime: 60));
        await using var guest = await SeatedTerminal.TakeAsync(server, token);
        server.Clock.Advance(TimeSpan.FromMinutes(2));

        guest.Terminal.Cut();
        await li.Terminal.Notices.WaitAsync<PresenceNotice>(n => n.TerminalId == guest.Id);
        await using var back = await SeatedTerminal.TakeAsync(server, token, guest.SeatKey);

        Assert.True(back.Entered.Resumed);
        await using var other = await server.ConnectAsync(token.Token);
        Assert.Equal("token.expired", (await other.Enter(new EnterRequest(HubTerminal.NewSeatKey()))).Error?.Code);
        await Assert.ThrowsAnyAsync<Exception>(() => server.ConnectAsync(unused.Token));
    }

    [Fact]
    public async Task Enter_LongAfterTokenAndSeatAreGone_LetsTheSameTerminalBack()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var token = await applicant.IssueAsync(consultation.GroupId, Requests.Guest(lifetime: 60));
        await using var guest = await SeatedTerminal.TakeAsync(server, token);
        Assert.Null((await guest.Terminal.Leave()).Error);
        server.Clock.Advance(TimeSpan.FromHours(2));

        await using var back = await SeatedTerminal.TakeAsync(server, token, guest.SeatKey);

        Assert.Equal((guest.Id, false), (back.Id, back.Entered.Resumed));
        await using var other = await server.ConnectAsync(token.Token);
        Assert.Equal("token.used", (await other.Enter(new EnterRequest(HubTerminal.NewSeatKey()))).Error?.Code);
    }
}
