using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;
using ConsultCluster.Testing.Network;

namespace ConsultCluster.Media.Tests.Forwarding;

/// <summary>A connected terminal that neither sends nor receives media costs nothing but its consent checks.</summary>
public sealed class StandbyTests
{
    private static readonly TimeSpan Silence = new RelayCoreOptions().SilenceTimeout;

    [Fact]
    public void HandleTimeout_NoMedia_NothingIsSentAndNothingIsReported()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        scene.Network.RunFor(TimeSpan.FromMinutes(1));

        Assert.Equal(0, scene.Core.Counters.RtcpOut);
        Assert.True(scene.Core.Counters.RtcpIn > 0);
        Assert.Empty(scene.Relay.Events.OfType<SessionQuality>());
        Assert.Empty(scene.Relay.Events.OfType<MediaChanged>());
    }

    [Fact]
    public void NextTimeout_NoMedia_OnlyConsentAndSilenceWakeTheSession()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        Assert.True(scene.Connect(ann));
        scene.Network.RunFor(TimeSpan.FromSeconds(61));
        ann.Vanish();
        var (wakes, last, sink) = (0, scene.Now, new CountingSink());
        while (scene.Core.NextTimeout is { } due)
        {
            scene.Core.HandleTimeout(due, sink);
            (wakes, last) = (wakes + 1, due);
        }

        // One check of the relay, sent six times and given up, the begin of another, and the end.
        Assert.InRange(wakes, 7, 14);
        Assert.InRange(last - scene.Now, TimeSpan.FromSeconds(10), Silence);
        Assert.InRange(sink.Datagrams, 6, 12);
        Assert.Equal(0, scene.Core.SessionCount);
    }

    [Fact]
    public void NextTimeout_ConsentCheck_DoesNotWakeTheSession()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        Assert.True(scene.Connect(ann));
        scene.Network.RunFor(TimeSpan.FromSeconds(31));
        var before = scene.Core.NextTimeout;
        ann.Peer.Roam(scene.Now);
        ann.Peer.HandleTimeout(scene.Now, ann.Sink);
        scene.Network.RunFor(TimeSpan.FromMilliseconds(100));

        Assert.True(before > scene.Now);
        Assert.Equal(before, scene.Core.NextTimeout);
    }

    [Fact]
    public void HandleDatagram_MediaBegins_ReportsBeginAtOnceOnBothSides()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        scene.Network.RunFor(TimeSpan.FromSeconds(10));
        Assert.Null(ann.Peer.AllowedBitrate);
        ann.Film();
        scene.Network.RunFor(TimeSpan.FromMilliseconds(200));
        Assert.NotNull(ann.Peer.AllowedBitrate);

        scene.Network.RunFor(TimeSpan.FromSeconds(5));
        Assert.NotNull(ann.Peer.Camera!.Report);
        Assert.NotNull(bob.Peer.VideoSlots.First().SenderReport);
        Assert.NotEmpty(scene.EventsOf<SessionQuality>(ann));
        Assert.NotEmpty(scene.EventsOf<SessionQuality>(bob));
    }

    [Fact]
    public void HandleTimeout_MediaPausesAndComesAgain_ReportsPauseAndComeAgain()
    {
        using var scene = new RelayScene();
        var ann = scene.Enter();
        var bob = scene.Enter();
        Assert.True(scene.Connect(ann, bob));
        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(4));
        ann.Stop(ann.Peer.Microphone!);
        scene.Network.RunFor(TimeSpan.FromSeconds(8));

        // The last report withdraws the previous one.
        Assert.False(scene.EventsOf<MediaChanged>(ann).Last().Sends);
        Assert.Null(scene.EventsOf<SessionQuality>(ann).Last().UpLossPercent);
        Assert.Null(scene.EventsOf<SessionQuality>(bob).Last().DownLossPercent);
        var (sent, events) = (scene.Core.Counters.RtcpOut, scene.Relay.Events.Count);
        scene.Network.RunFor(TimeSpan.FromSeconds(20));
        Assert.Equal(sent, scene.Core.Counters.RtcpOut);
        Assert.Equal(events, scene.Relay.Events.Count);

        ann.Speak();
        scene.Network.RunFor(TimeSpan.FromSeconds(3));
        Assert.True(scene.EventsOf<MediaChanged>(ann).Last().Sends);
        Assert.NotNull(scene.EventsOf<SessionQuality>(ann).Last().UpLossPercent);
        Assert.NotNull(scene.EventsOf<SessionQuality>(bob).Last().DownLossPercent);
    }
}
