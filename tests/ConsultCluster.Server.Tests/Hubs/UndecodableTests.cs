using ConsultCluster.Contracts.Hub;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Server.Tests.Scenes;

namespace ConsultCluster.Server.Tests.Hubs;

/// <summary>A picture that somebody cannot show: everybody in the room is told.</summary>
public sealed class UndecodableTests
{
    [Fact]
    public async Task Undecodable_ReportedByTheRelay_ReachesReceiverPublisherAndWhoComesLater()
    {
        await using var server = await TestServer.StartAsync();
        using var applicant = await server.ApplicantAsync();
        using var expert = await server.ExpertAsync();
        var consultation = await applicant.RequestConsultationAsync();
        await using var li = await SeatedTerminal.TakeAsync(server, await applicant.EntryAsync(consultation.GroupId));
        await using var wang = await SeatedTerminal.TakeAsync(server, await expert.EntryAsync(consultation.GroupId));
        await li.OfferAsync();
        var expected = new UndecodableDto(wang.Id, "camera", "H.264 High");

        server.Relay.ReportUndecodable(li.Group, new TerminalId(li.Id), new UndecodableSource(new TerminalId(wang.Id), MediaSource.Camera, "H.264 High"));

        foreach (var seat in new[] { li, wang })
        {
            var notice = await seat.Terminal.Notices.WaitAsync<UndecodableNotice>();
            Assert.Equal((li.Id, expected), (notice.TerminalId, Assert.Single(notice.Undecodable)));
        }

        var members = (await wang.Terminal.Snapshot()).Value!.Members;
        Assert.Equal(expected, Assert.Single(members.Single(member => member.TerminalId == li.Id).Undecodable));
        Assert.Empty(members.Single(member => member.TerminalId == wang.Id).Undecodable);

        server.Relay.ReportUndecodable(li.Group, new TerminalId(li.Id));
        await wang.Terminal.Notices.WaitAsync<UndecodableNotice>(notice => notice.Undecodable.Length == 0);
    }
}
