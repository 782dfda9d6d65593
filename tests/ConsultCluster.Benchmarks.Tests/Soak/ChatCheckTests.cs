using ConsultCluster.Benchmarks.Soak.Record;

namespace ConsultCluster.Benchmarks.Tests.Soak;

public sealed class ChatCheckTests
{
    [Fact]
    public void Compare_EverythingOnRecordAndMore_FindsNothing() =>
        Assert.Empty(ChatCheck.Compare([Said("a", 0, 1), Said("b", 2, 3)], [Kept("a"), Kept("unanswered"), Kept("b")]));

    [Fact]
    public void Compare_AcknowledgedAndNotOnRecord_NamesIt() =>
        Assert.Equal(
            "Message b of t-b in g-1 was acknowledged and is not on record.",
            Assert.Single(ChatCheck.Compare([Said("a", 0, 1), Said("b", 2, 3)], [Kept("a")])));

    [Fact]
    public void Compare_SameIdOfAnotherTerminal_IsAnotherMessage() =>
        Assert.Single(ChatCheck.Compare([Said("a", 0, 1)], [new RecordedMessage("t-other", "a", "a said")]));

    [Fact]
    public void Compare_OtherText_NamesIt() =>
        Assert.Equal(
            "Message a of t-a in g-1 is on record with another text.",
            Assert.Single(ChatCheck.Compare([Said("a", 0, 1)], [Kept("a") with { Text = "changed" }])));

    [Fact]
    public void Compare_OnRecordTwice_NamesIt() =>
        Assert.Equal("Message a of t-a is on record twice.", Assert.Single(ChatCheck.Compare([Said("a", 0, 1)], [Kept("a"), Kept("a")])));

    [Fact]
    public void Compare_AcknowledgedBeforeAnotherWasSentAndStandsAfterIt_NamesBoth() =>
        Assert.Equal(
            "Message a of t-a in g-1 stands after b of t-b, which was sent later.",
            Assert.Single(ChatCheck.Compare([Said("a", 0, 1), Said("b", 2, 3)], [Kept("b"), Kept("a")])));

    [Fact]
    public void Compare_OutOfOrderWithOneBetween_IsFound() =>
        Assert.Single(ChatCheck.Compare([Said("a", 0, 1), Said("c", 0, 9), Said("b", 2, 3)], [Kept("b"), Kept("c"), Kept("a")]));

    [Fact]
    public void Compare_UnderWayAtTheSameTime_MayStandEitherWay() =>
        Assert.Empty(ChatCheck.Compare([Said("a", 0, 5), Said("b", 2, 3)], [Kept("b"), Kept("a")]));

    private static AcknowledgedMessage Said(string id, long sentAt, long acknowledgedAt) => new("g-1", $"t-{id}", id, $"{id} said", sentAt, acknowledgedAt);

    private static RecordedMessage Kept(string id) => new($"t-{id}", id, $"{id} said");
}
