using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

/// <summary>What becomes of video that a receiver cannot decode, and who is told.</summary>
public sealed class CodecFitTests
{
    private const string Browser = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";

    [Theory]
    [InlineData("profile-level-id=64001f;packetization-mode=1", "profile-level-id=42e01f")]
    [InlineData("profile-level-id=4d001f;packetization-mode=1", "")]
    [InlineData(Browser, "profile-level-id=42001f;packetization-mode=0")]
    public void Assign_DecoderHasMoreThanTheStreamUses_VideoArrives(string receiver, string publisher)
    {
        using var scene = new RelayScene();
        var watcher = scene.Enter(H264(receiver));
        var encoder = scene.Enter(H264(publisher));
        Film(scene, encoder, watcher);

        Assert.Contains(watcher.Slots, slot => slot.Publisher == encoder.Key && slot.Source == TrackSource.Camera);
        Assert.Empty(watcher.Undecodable);
        Assert.Null(scene.Core.FitOf(new SessionKey(99)));
    }

    [Theory]
    [InlineData("profile-level-id=640c1f;packetization-mode=1", "H.264 Constrained High")]
    [InlineData("profile-level-id=64001f;packetization-mode=1", "H.264 High")]
    [InlineData("profile-level-id=4d001f", "H.264 Main (packetization mode 0)")]
    public void Assign_StreamUsesMoreThanTheDecoderHas_ReceiverIsToldWhatItIs(string publisher, string name)
    {
        using var scene = new RelayScene();
        var watcher = scene.Enter(H264(Browser));
        var encoder = scene.Enter(H264(publisher));
        Film(scene, encoder, watcher);

        Assert.DoesNotContain(watcher.Slots, slot => slot.Source == TrackSource.Camera);
        var track = Assert.Single(watcher.Undecodable);
        Assert.Equal((encoder.Key, TrackSource.Camera, name), (track.Publisher!.Value, track.Source, CodecName.Of(track.Codec)));
        Assert.Empty(encoder.Undecodable);
    }

    [Fact]
    public void Assign_PublisherLeaves_ReceiverIsToldThatNothingIsAmiss()
    {
        using var scene = new RelayScene();
        var watcher = scene.Enter();
        var encoder = scene.Enter(H264(Browser));
        Film(scene, encoder, watcher);
        Assert.Single(watcher.Undecodable);

        scene.Core.CloseSession(encoder.Key, scene.Now, scene.Network.SinkOf(scene.Relay));
        scene.Relay.Drain();

        Assert.Empty(watcher.Undecodable);
    }

    [Fact]
    public void Assign_ReceiverWantsNoVideo_NothingIsAmiss()
    {
        using var scene = new RelayScene();
        var listener = scene.Enter(new MediaPeerOptions { VideoSlots = 0 });
        var deaf = scene.Enter(grant: RelayScene.Everything with { MaySubscribe = false });
        var encoder = scene.Enter(H264(Browser));
        Film(scene, encoder, listener, deaf);

        Assert.Empty(listener.Undecodable);
        Assert.Empty(deaf.Undecodable);
    }

    [Fact]
    public void Assign_SlotsAreFull_NothingIsAmiss()
    {
        using var scene = new RelayScene();
        var watcher = scene.Enter(new MediaPeerOptions { VideoSlots = 1 });
        var ann = scene.Enter();
        var bob = scene.Enter();
        Film(scene, ann, watcher);
        Film(scene, bob, watcher);

        Assert.Empty(watcher.Undecodable);
    }

    [Fact]
    public void FitOf_PlayerThatCanShowNothingThatIsSent_ShowsNone()
    {
        using var scene = new RelayScene();
        var encoder = scene.Enter(H264(Browser));
        Film(scene, encoder);
        var player = scene.Enter();

        var fit = scene.Core.FitOf(player.Key)!;
        Assert.True(fit.ShowsNone);
        Assert.Equal("H.264 Constrained Baseline", CodecName.Of(Assert.Single(fit.Codecs)));

        var doctor = scene.Enter();
        Film(scene, doctor, player);
        Assert.False(scene.Core.FitOf(player.Key)!.ShowsNone);
        Assert.Single(player.Undecodable);
    }

    [Fact]
    public void FitOf_EncoderThatNobodyCanShow_IsShownByNone()
    {
        using var scene = new RelayScene();
        var first = scene.Enter(H264(Browser));
        Assert.False(scene.Core.FitOf(first.Key)!.IsShownByNone);
        scene.Enter(new MediaPeerOptions { VideoSlots = 0 });
        var encoder = scene.Enter(H264("profile-level-id=64001f;packetization-mode=1"));

        Assert.True(scene.Core.FitOf(encoder.Key)!.IsShownByNone);
        scene.Enter(H264("profile-level-id=640034;packetization-mode=1"));
        Assert.False(scene.Core.FitOf(encoder.Key)!.IsShownByNone);
    }

    private static MediaPeerOptions H264(string parameters) => new() { VideoMapping = "H264/90000", VideoParameters = parameters };

    private static void Film(RelayScene scene, PeerSeat encoder, params PeerSeat[] others)
    {
        Assert.True(scene.Connect([encoder, .. others]));
        encoder.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
    }
}
