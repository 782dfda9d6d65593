using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

public sealed class SilenceTests
{
    [Fact]
    public void HandleTimeout_TerminalVanishes_IsGoneAfterTheSilenceTimeoutAndItsSlotsAreFree()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        ann.Vanish();
        var vanished = scene.Now;
        Assert.True(scene.Network.RunUntil(() => scene.EventsOf<SessionGone>(ann).Any(), TimeSpan.FromSeconds(20)));

        Assert.InRange((scene.Now - vanished).TotalSeconds, 14.5, 15.5);
        Assert.Equal("silence", scene.EventsOf<SessionGone>(ann).Single().Reason);
        Assert.All(bob.Slots, slot => Assert.Null(slot.Publisher));
        Assert.Equal(1, scene.Core.SessionCount);
    }

    [Fact]
    public void HandleTimeout_TerminalOnlyChecksConsent_Stays()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        Assert.True(scene.Connect(ann));
        scene.Network.RunFor(TimeSpan.FromMinutes(5));

        Assert.Empty(scene.Relay.Events.OfType<SessionGone>());
        Assert.Equal(1, scene.Core.SessionCount);
    }

    [Fact]
    public void HandleTimeout_TerminalNeverComes_IsGoneAfterTheSetupTimeout()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        ann.Vanish();
        scene.Network.RunFor(TimeSpan.FromSeconds(29));
        Assert.Empty(scene.Relay.Events.OfType<SessionGone>());
        scene.Network.RunFor(TimeSpan.FromSeconds(2));

        Assert.Equal("not connected in time", scene.EventsOf<SessionGone>(ann).Single().Reason);
        Assert.Null(scene.Core.NextTimeout);
    }

    [Fact]
    public void HandleTimeout_TerminalStopsSending_MediaChangedIsRaisedWithinSixSeconds()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        Assert.Empty(scene.EventsOf<MediaChanged>(ann));
        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(2));
        Assert.Equal((true, false), Last(scene, ann));
        Assert.Equal((false, true), Last(scene, bob));

        ann.Stop(ann.Peer.Microphone!);
        scene.Network.RunFor(TimeSpan.FromSeconds(6.5));
        Assert.Equal((false, false), Last(scene, ann));
    }

    private static (bool Sends, bool Receives) Last(RelayScene scene, PeerSeat seat)
    {
        var last = scene.EventsOf<MediaChanged>(seat).Last();
        return (last.Sends, last.Receives);
    }
}
