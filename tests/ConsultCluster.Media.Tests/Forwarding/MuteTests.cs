using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class MuteTests
{
    [Fact]
    public void SetMuted_TerminalKeepsSending_NothingIsForwardedUntilUnmutedThenContiguouslyFromAKeyframe()
    {
        using var scene = new RelayScene();
        var watcher = scene.Enter();
        var ann = scene.Enter();
        Assert.True(scene.Connect(watcher, ann));
        ann.Speak();
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        SetMuted(scene, ann, muted: true);
        scene.Network.RunFor(TimeSpan.FromMilliseconds(10));
        var audio = watcher.Peer.AudioSlots.First();
        var video = watcher.Peer.VideoSlots.First();
        var before = (audio.Packets.Count, video.Packets.Count);

        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        Assert.Equal(before, (audio.Packets.Count, video.Packets.Count));
        Assert.NotEqual(0, scene.Core.Counters.Muted);
        Assert.Contains(watcher.Slots, slot => slot.Publisher == ann.Key);

        SetMuted(scene, ann, muted: false);
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.InRange(audio.Packets.Count - before.Item1, 45, 51);
        Assert.True(video.Packets[before.Item2].Content.IsKeyframe);
        Assert.Equal(0, video.CountMissing() + audio.CountMissing());
        var resumed = (int)(audio.Packets[before.Item1].Timestamp - audio.Packets[before.Item1 - 1].Timestamp);
        Assert.InRange(resumed, 48_000 * 1.9, 48_000 * 2.1);
    }

    [Fact]
    public void SetMuted_BeforeTheTerminalSends_NothingIsEverForwarded()
    {
        using var scene = new RelayScene();
        var watcher = scene.Enter();
        var ann = scene.Enter();
        scene.Core.SetMuted(ann.Key, TrackSource.Microphone, true, scene.Now);
        Assert.True(scene.Connect(watcher, ann));
        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));

        Assert.All(watcher.Peer.AudioSlots, slot => Assert.Equal(0, slot.Received));
    }

    [Fact]
    public void TryOpenSession_MutedTerminalReloadsItsPage_StaysMuted()
    {
        using var scene = new RelayScene();
        var watcher = scene.Enter();
        var ann = scene.Enter();
        Assert.True(scene.Connect(watcher, ann));
        SetMuted(scene, ann, muted: true);
        var again = scene.Reload(ann);
        Assert.True(scene.Connect(again));
        again.Speak();
        again.Film();
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.All(watcher.Peer.Slots.Values, slot => Assert.Equal(0, slot.Received));

        SetMuted(scene, again, muted: false);
        scene.Network.RunFor(TimeSpan.FromSeconds(1));
        Assert.NotEmpty(watcher.Peer.AudioSlots.First().Packets);
        Assert.NotEmpty(watcher.Peer.VideoSlots.First().Packets);
    }

    private static void SetMuted(RelayScene scene, PeerSeat seat, bool muted)
    {
        scene.Core.SetMuted(seat.Key, TrackSource.Microphone, muted, scene.Now);
        scene.Core.SetMuted(seat.Key, TrackSource.Camera, muted, scene.Now);
    }
}
