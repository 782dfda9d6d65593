using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Testing.Groups;

namespace ConsultCluster.Cluster.Tests.Groups;

/// <summary>What a group promises to its callers about media.</summary>
public sealed class GroupMediaTests : GroupTests
{
    [Fact]
    public async Task Offer_Member_OpensOneSessionOnOneRelayForTheWholeGroup()
    {
        await RequestAsync();
        var (_, a) = await Group.SitAsync("a");
        var (_, b) = await Group.SitAsync("b");
        Silo.RelayA.Share = 0.3;

        var first = await Group.OfferAsync(a, Scene.Offer).Value();
        Silo.RelayB.Share = 0.32;
        Silo.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await Group.OfferAsync(b, Scene.Offer).Value();

        Assert.Equal(Silo.RelayB.Id, first.Relay);
        Assert.Equal(Silo.RelayB.Id, second.Relay);
        Assert.Equal(2, Silo.RelayB.Sessions(Scene.Id).Length);
        Assert.Equal((await Group.SnapshotAsync().Value()).Epoch, Silo.RelayB.Session(Scene.Id, a)!.Epoch);
    }

    [Fact]
    public async Task Offer_WithoutSeatOrRelay_IsRefused()
    {
        await RequestAsync();
        var (_, a) = await Group.SitAsync("a");
        Silo.RelayA.RefuseOffers = Silo.RelayB.RefuseOffers = new Refusal(RefusalCodes.SdpMalformed, "Not a description.");

        Assert.Equal(RefusalCodes.MemberUnknown, await Group.OfferAsync(new TerminalId("t_x"), Scene.Offer).Refusal());
        Assert.Equal(RefusalCodes.SdpMalformed, await Group.OfferAsync(a, Scene.Offer).Refusal());
    }

    [Fact]
    public async Task Media_BothWays_SendsTheConnectionNoticeAndRecordsIt()
    {
        await RequestAsync();
        var observer = await ListenAsync();
        var (_, a) = await Group.SitAsync("a");
        var (_, b) = await Group.SitAsync("b");
        await Group.OfferAsync(a, Scene.Offer).Value();
        await Group.OfferAsync(b, Scene.Offer).Value();

        Silo.RelayA.ReportMedia(Scene.Id, a, true, true);
        Silo.RelayA.ReportMedia(Scene.Id, b, true, true);

        var notice = await observer.HearAsync<GroupConnected>();
        Assert.Equal([a, b], notice.Terminals.ToArray());
        Assert.NotNull((await Silo.Store.FindAsync(Scene.Id))!.ConnectedAt);
        Assert.Contains(await Silo.Audit.ReadAsync(Scene.Id), e => e.Entry.Action == "group.connected");
    }

    [Fact]
    public async Task Slots_AndQuality_ReachTheObservers()
    {
        await RequestAsync();
        var observer = await ListenAsync();
        var (_, a) = await Group.SitAsync("a");
        await Group.OfferAsync(a, Scene.Offer).Value();
        var report = new QualityReport(QualityGrade.Good, QualityGrade.Poor, 30, 1, 5, 4);

        Silo.RelayA.ReportSlots(Scene.Id, a, new SlotAssignment("3", a, MediaSource.Camera));
        await Group.ReportQualityAsync(a, report);

        await observer.HearSlotsAsync();
        var quality = await observer.HearAsync<MemberQuality>();
        Assert.Equal(report, quality.Quality);
        Assert.Equal((await Group.SnapshotAsync().Value()).Sequence, quality.Sequence);
    }

    [Fact]
    public async Task Undecodable_ReachesTheObserversOnceAndTheSnapshot()
    {
        await RequestAsync();
        var observer = await ListenAsync();
        var (_, a) = await Group.SitAsync("a");
        var (_, b) = await Group.SitAsync("b");
        await Group.OfferAsync(a, Scene.Offer).Value();
        var source = new UndecodableSource(b, MediaSource.Camera, "H.264 High");

        Silo.RelayA.ReportUndecodable(Scene.Id, a, source);
        Silo.RelayA.ReportUndecodable(Scene.Id, a, source);

        var heard = await observer.HearAsync<MemberUndecodable>();
        Assert.Equal((a, source), (heard.Terminal, Assert.Single(heard.Sources)));
        var snapshot = await Group.SnapshotAsync().Value();
        Assert.Equal(snapshot.Sequence, heard.Sequence);
        Assert.Equal(source, Assert.Single(snapshot.Members.Single(member => member.Terminal == a).Undecodable));

        Silo.RelayA.ReportUndecodable(Scene.Id, a);
        await observer.HearAsync<MemberUndecodable>(notice => notice.Sources.IsEmpty);
        Assert.Equal(2, observer.Events.OfType<MemberUndecodable>().Count());
        Assert.Empty((await Group.SnapshotAsync().Value()).Members.Single(member => member.Terminal == a).Undecodable);
    }

    [Fact]
    public async Task SessionGone_AsksForAnotherOffer()
    {
        await RequestAsync();
        var observer = await ListenAsync();
        var (_, a) = await Group.SitAsync("a");
        await Group.OfferAsync(a, Scene.Offer).Value();

        Silo.RelayA.LoseSession(Scene.Id, a, "silence");

        Assert.Equal(a, (await observer.HearAsync<MemberMediaLost>()).Terminal);
        await Group.OfferAsync(a, Scene.Offer).Value();
    }

    [Fact]
    public async Task SetMuted_Member_IsOrderedAtTheRelay()
    {
        await RequestAsync();
        var (_, a) = await Group.SitAsync("a");
        await Group.OfferAsync(a, Scene.Offer).Value();

        await Group.SetMutedAsync(a, [MediaSource.Camera], Scene.Person("a")).Done();

        Assert.Equal([MediaSource.Camera], Silo.RelayA.Session(Scene.Id, a)!.Muted);
        Assert.Equal(RefusalCodes.PermissionMissing, (await Group.SetMutedAsync(a, [], Scene.Applicant)).Refusal?.Code);
    }
}
