using System.Collections.Immutable;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Tests.Groups;

namespace ConsultCluster.Domain.Tests.Media;

public sealed class FlowTests
{
    private static readonly ImmutableSortedSet<MediaSource> Nothing = [];
    private static readonly ImmutableSortedSet<MediaSource> Wholly = [MediaSource.Microphone, MediaSource.Camera];

    [Theory]
    [InlineData(true, true, true, true)]
    [InlineData(true, false, true, false)]
    [InlineData(false, true, true, false)]
    [InlineData(false, false, true, false)]
    [InlineData(true, false, false, true)]
    [InlineData(false, true, false, false)]
    [InlineData(false, false, false, false)]
    public void IsComplete_Participant_SendsAndReceivesOnceOthersSend(bool sends, bool receives, bool othersSend, bool complete) =>
        Assert.Equal(complete, Flow.IsComplete(GroupDriver.Usual, Nothing, sends, receives, othersSend));

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    [InlineData(false, false, false)]
    public void IsComplete_SendOnly_SendingIsEnough(bool sends, bool receives, bool complete) =>
        Assert.Equal(complete, Flow.IsComplete(Permissions.Publish, Nothing, sends, receives, othersSend: true));

    [Theory]
    [InlineData(false, true, true, true)]
    [InlineData(false, false, true, false)]
    [InlineData(false, false, false, false)]
    [InlineData(true, false, false, false)]
    public void IsComplete_ReceiveOnly_HasToReceiveEvenWhileNobodySends(bool sends, bool receives, bool othersSend, bool complete) =>
        Assert.Equal(complete, Flow.IsComplete(Permissions.Subscribe, Nothing, sends, receives, othersSend));

    [Theory]
    [InlineData(false, true, true, true)]
    [InlineData(false, false, true, false)]
    [InlineData(false, false, false, false)]
    [InlineData(true, false, false, true)]
    public void IsComplete_WhollyMuted_NeedsOnlyToReceive(bool sends, bool receives, bool othersSend, bool complete) =>
        Assert.Equal(complete, Flow.IsComplete(GroupDriver.Usual, Wholly, sends, receives, othersSend));

    [Theory]
    [InlineData(MediaSource.Microphone)]
    [InlineData(MediaSource.Camera)]
    [InlineData(MediaSource.Screen)]
    public void IsComplete_OneSourceMuted_StillHasToSend(MediaSource muted)
    {
        Assert.False(Flow.IsComplete(GroupDriver.Usual, [muted], sends: false, receives: true, othersSend: true));
        Assert.True(Flow.IsComplete(GroupDriver.Usual, [muted], sends: true, receives: true, othersSend: true));
    }

    [Fact]
    public void IsComplete_NeitherPublishNorSubscribe_NeverIs() =>
        Assert.False(Flow.IsComplete(Permissions.Chat | Permissions.Moderate, Nothing, sends: true, receives: true, othersSend: true));
}
