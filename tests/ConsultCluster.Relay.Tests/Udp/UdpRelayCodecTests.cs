using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Relay.Tests.Udp;

/// <summary>Who is told what when codecs do not fit.</summary>
public sealed class UdpRelayCodecTests
{
    private const string High = "packetization-mode=1;profile-level-id=64001f";

    [Fact]
    public async Task OnSlots_PictureThatTheTerminalCannotDecode_NamesPublisherSourceAndCodec()
    {
        using var house = new RelayHouse();
        var watcher = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var encoder = await house.JoinAsync(RelayHouse.Id(2), new UdpTerminal(options: H264()));
        house.Publish(encoder);

        var expected = new UndecodableSource(RelayHouse.Id(2), MediaSource.Camera, "H.264 High");
        house.Until(
            () => house.Observer.Undecodable.TryGetValue(RelayHouse.Id(1), out var sources) && sources.SequenceEqual([expected]),
            "the watcher's relay says what is missing");

        await house.Relay.CloseSessionAsync(RelayHouse.Group, 1, RelayHouse.Id(2));
        house.Until(() => house.Observer.Undecodable[RelayHouse.Id(1)].IsEmpty, "nothing is missing when the encoder has left");
        Assert.NotNull(watcher);
    }

    [Fact]
    public async Task OpenSessionAsync_PartOfTheOfferIsUnknown_IsRefusedWhereAllIsNeeded()
    {
        using var house = new RelayHouse();
        using var terminal = new UdpTerminal(options: new MediaPeerOptions { VideoMapping = "H265/90000", AudioSlots = 0, VideoSlots = 0 });
        var order = RelayHouse.Order(RelayHouse.Id(1), terminal.Peer.CreateOffer(), terminal.Peer.Sources);

        var refused = await house.Relay.OpenSessionAsync(order with { Offer = order.Offer with { IsAllOrNothing = true } });

        Assert.Equal(RefusalCodes.SdpPartial, refused.Refusal?.Code);
        Assert.Contains("the picture (H265)", refused.Refusal!.Reason, StringComparison.Ordinal);
        Assert.Equal(0, house.Relay.Load.Sessions);
        Assert.True((await house.Relay.OpenSessionAsync(order)).Succeeded);
    }

    [Fact]
    public async Task OpenSessionAsync_PictureThatNobodyCanShow_IsRefusedWhereNobodyCouldBeTold()
    {
        using var house = new RelayHouse();
        await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        using var encoder = new UdpTerminal(options: H264());
        var order = RelayHouse.Order(RelayHouse.Id(2), encoder.Peer.CreateOffer(), encoder.Peer.Sources);
        order = order with { Permissions = Permissions.Publish, Offer = order.Offer with { IsAllOrNothing = true } };

        var refused = await house.Relay.OpenSessionAsync(order);

        Assert.Equal(RefusalCodes.SdpCodecUnfit, refused.Refusal?.Code);
        Assert.Contains("H.264 High", refused.Refusal!.Reason, StringComparison.Ordinal);
        Assert.Equal(1, house.Relay.Load.Sessions);

        await house.JoinAsync(RelayHouse.Id(3), new UdpTerminal(options: H264()));
        Assert.True((await house.Relay.OpenSessionAsync(order)).Succeeded);
    }

    [Fact]
    public async Task OpenSessionAsync_PlayerThatCanShowNothing_IsRefused()
    {
        using var house = new RelayHouse();
        var doctor = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        house.Publish(doctor);
        house.Until(() => house.Observer.Media.GetValueOrDefault(RelayHouse.Id(1)).Sends, "the doctor's media arrives");
        using var player = new UdpTerminal(options: new MediaPeerOptions
        {
            SendsAudio = false,
            SendsVideo = false,
            VideoMapping = "H264/90000",
            VideoParameters = High,
        });
        var order = RelayHouse.Order(RelayHouse.Id(2), player.Peer.CreateOffer(), player.Peer.Sources);
        order = order with { Permissions = Permissions.Subscribe, Offer = order.Offer with { IsAllOrNothing = true } };

        var refused = await house.Relay.OpenSessionAsync(order);

        Assert.Equal(RefusalCodes.SdpCodecUnfit, refused.Refusal?.Code);
        Assert.Contains("VP8", refused.Refusal!.Reason, StringComparison.Ordinal);
    }

    private static MediaPeerOptions H264() => new() { VideoMapping = "H264/90000", VideoParameters = High };
}
