using System.Net.Http.Json;
using ConsultCluster.Contracts.Http;
using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Server.Tests.Scenes;
using ConsultCluster.Testing.Hub;

namespace ConsultCluster.Server.Tests.Hubs;

/// <summary>The way of a consultation from the request to its end.</summary>
public sealed class ConsultationTests
{
    [Fact]
    public async Task Consultation_FromRequestToClose_EveryStepHappensAndIsOnRecord()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        using var expert = await server.ExpertAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await using var wang = await SeatedTerminal.TakeAsync(server, await expert.EntryAsync(consultation.GroupId));

        var entered = await li.Terminal.Notices.WaitAsync<EnteredNotice>(n => n.Member.TerminalId == wang.Id);
        Assert.Equal("expert", entered.Member.Role);
        Assert.Equal(2, wang.Entered.Group.Members.Length);

        var answer = await li.OfferAsync();
        await wang.OfferAsync();
        Assert.Equal(server.Relay.Id.Value, answer.RelayId);

        server.ReportMedia(li, wang);
        foreach (var seat in new[] { li, wang })
        {
            var connected = await seat.Terminal.Notices.WaitAsync<ConnectedNotice>(n => n.TerminalIds.Length == 2);
            Assert.Equal(new[] { li.Id, wang.Id }.Order(), connected.TerminalIds.Order());
        }

        server.Relay.ReportSlots(li.Group, new TerminalId(li.Id), new SlotAssignment("3", new TerminalId(wang.Id), MediaSource.Camera));
        var slots = await li.Terminal.Notices.WaitAsync<SlotDto[]>();
        Assert.Equal(new SlotDto("3", wang.Id, "camera"), Assert.Single(slots));

        server.Relay.ReportQuality(li.Group, new TerminalId(li.Id), new QualityReport(QualityGrade.Good, QualityGrade.Poor, 12, 0, 1.5, 3));
        Assert.Equal(3, (await wang.Terminal.Notices.WaitAsync<QualityNotice>()).Quality.Down);

        var sent = await wang.Terminal.SendMessage(new SendMessageRequest("m-1", "请看心电图"));
        Assert.Equal("请看心电图", (await li.Terminal.Notices.WaitAsync<MessageNotice>()).Message.Text);
        var again = await wang.Terminal.SendMessage(new SendMessageRequest("m-1", "请看心电图"));
        Assert.Equal(sent.Value, again.Value);

        Assert.Null((await li.Terminal.Close()).Error);
        Assert.Equal("closed", (await wang.Terminal.Notices.WaitAsync<EndedNotice>()).State);
        await wang.Terminal.Closed.WaitAsync(TimeSpan.FromMinutes(1));
        await li.Terminal.Closed.WaitAsync(TimeSpan.FromMinutes(1));

        var detail = await applicant.GetFromJsonAsync<ConsultationDetail>($"/api/consultations/{consultation.GroupId}");
        Assert.Equal("closed", detail!.State);
        Assert.NotNull(detail.ConnectedAt);
        var audit = await applicant.GetFromJsonAsync<AuditEntryDto[]>($"/api/consultations/{consultation.GroupId}/audit");
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "consultation.requested", "group.created", "token.issued", "member.entered", "group.connected", "group.closed" },
            audit!.Select(a => a.Action).ToHashSet(StringComparer.Ordinal));
        Assert.DoesNotContain(audit!, a => a.Detail.Contains("张三", StringComparison.Ordinal));
        var messages = await applicant.GetFromJsonAsync<ChatMessageDto[]>($"/api/consultations/{consultation.GroupId}/messages");
        Assert.Equal(sent.Value, Assert.Single(messages!));
    }

    [Fact]
    public async Task Notices_OfAGroup_ComeWithoutGapAndInOrder()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await using var other = await SeatedTerminal.TakeAsync(server, await applicant.IssueAsync(consultation.GroupId, Requests.Guest()));

        for (var i = 0; i < 20; i++)
        {
            await other.Terminal.SendMessage(new SendMessageRequest($"m-{i}", $"{i}"));
        }

        await li.Terminal.Notices.WaitAsync<MessageNotice>(n => n.Message.Id == "m-19");
        var sequences = li.Terminal.Notices.All.Select(Sequence).OfType<long>().ToArray();
        Assert.Equal(Enumerable.Range((int)li.Entered.Group.Sequence + 1, sequences.Length).Select(n => (long)n), sequences);
    }

    [Fact]
    public async Task MuteOther_ByModerator_IsToldAndOnlyTheOtherUnmutes()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await using var guest = await SeatedTerminal.TakeAsync(server, await applicant.IssueAsync(consultation.GroupId, Requests.Guest()));

        Assert.Null((await li.Terminal.MuteOther(new MuteOtherRequest(guest.Id, ["microphone"]))).Error);
        Assert.Equal(["microphone"], (await guest.Terminal.Notices.WaitAsync<MutedNotice>()).Muted);
        var refused = await guest.Terminal.MuteOther(new MuteOtherRequest(li.Id, ["microphone"]));
        Assert.Equal("permission.missing", refused.Error?.Code);

        Assert.Null((await guest.Terminal.SetMuted([])).Error);
        await li.Terminal.Notices.WaitAsync<MutedNotice>(n => n.TerminalId == guest.Id && n.Muted.Length == 0);
    }

    [Fact]
    public async Task Remove_ByModerator_PutsTheTerminalOutAndItsTokenIsGone()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        var link = await applicant.IssueAsync(consultation.GroupId, Requests.Guest());
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await using var guest = await SeatedTerminal.TakeAsync(server, link);

        Assert.Null((await li.Terminal.Remove(guest.Id)).Error);
        Assert.Equal("removed", (await guest.Terminal.Notices.WaitAsync<LeftNotice>(n => n.TerminalId == guest.Id)).Reason);
        await guest.Terminal.Closed.WaitAsync(TimeSpan.FromMinutes(1));

        await using var back = await server.ConnectAsync(link.Token);
        Assert.Equal("token.revoked", (await back.Enter(new EnterRequest(guest.SeatKey))).Error?.Code);
    }

    [Fact]
    public async Task Leave_Oneself_FreesTheSeatAndTellsTheOthers()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await using var guest = await SeatedTerminal.TakeAsync(server, await applicant.IssueAsync(consultation.GroupId, Requests.Guest()));

        Assert.Null((await guest.Terminal.Leave()).Error);

        Assert.Equal("left", (await li.Terminal.Notices.WaitAsync<LeftNotice>()).Reason);
        Assert.Single((await li.Terminal.Snapshot()).Value!.Members);
        await guest.Terminal.Closed.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task OfferAgain_AfterTheRelayLostTheSession_IsAskedOfThatTerminalOnly()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await using var guest = await SeatedTerminal.TakeAsync(server, await applicant.IssueAsync(consultation.GroupId, Requests.Guest()));
        await li.OfferAsync();
        await guest.OfferAsync();

        server.Relay.LoseSession(li.Group, new TerminalId(li.Id), "silence");

        await li.Terminal.Notices.WaitAsync<OfferAgain>();
        await guest.Terminal.Notices.WaitAsync<PresenceNotice>(n => n.TerminalId == li.Id && n.Presence == "entered");
        Assert.DoesNotContain(guest.Terminal.Notices.All, n => n is OfferAgain);
        await li.OfferAsync();
    }

    private static long? Sequence(object notice) => notice switch
    {
        EnteredNotice n => n.Sequence,
        ConnectedNotice n => n.Sequence,
        PresenceNotice n => n.Sequence,
        MutedNotice n => n.Sequence,
        MessageNotice n => n.Sequence,
        LeftNotice n => n.Sequence,
        EndedNotice n => n.Sequence,
        _ => null,
    };
}
