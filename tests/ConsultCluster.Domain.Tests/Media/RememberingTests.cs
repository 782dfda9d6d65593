using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Media;
using ConsultCluster.Domain.Media.Effects;
using ConsultCluster.Domain.Quality;
using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Media;

/// <summary>What an activation leaves to the next.</summary>
public sealed class RememberingTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly QualityReport Good = new(QualityGrade.Good, QualityGrade.Good, 20, 0, 0, 1);
    private static readonly QualityReport Bad = Good with { Up = QualityGrade.Bad };
    private static readonly Nearness Near = new("east", [new RoundTrip(new RelayId("r1"), 2)]);
    private static readonly Nearness Far = new("west", []);

    [Fact]
    public void Remember_NamesEveryRelayOnce()
    {
        var memory = Plan(
            Terminal("a") with { Place = Place("r1", "r2"), Leaving = new LeavingSession(new RelayId("r3"), MediaMoveReason.Drain, Now, Now) },
            Terminal("b") with { LoneStandby = new RelayId("r2") }).Remember([new RelayId("r9"), new RelayId("r1"), new RelayId("r9")]);

        Assert.Equal(["r1", "r2", "r3", "r9"], memory.Relays().Select(relay => relay.Value));
        Assert.Equal(["r1", "r9"], memory.Asked.Select(relay => relay.Value));
        Assert.Equal(7, memory.Epoch);
    }

    [Fact]
    public void Recall_TakesWhatThePlanDoesNotKnowAndNoSessions()
    {
        var memory = Plan(Terminal("a") with { Place = Place("r1", null), Near = Near, Quality = Good }).Remember([]);

        var recalled = Plan(Terminal("a")).Recall(memory, Now);

        var media = Assert.Single(recalled.Next.Terminals);
        Assert.Equal((Near, Good, null), (media.Near, media.Quality, media.Place));
        Assert.Equal(new QualityMeasured(new TerminalId("a"), Good), Assert.Single(recalled.Effects));
    }

    [Fact]
    public void Recall_NewerNewsAndTerminalsThatAreGone_AreLeftAsTheyAre()
    {
        var memory = Plan(Terminal("a") with { Near = Near, Quality = Good }, Terminal("gone") with { Quality = Good }).Remember([]);

        var recalled = Plan(Terminal("a") with { Near = Far, Quality = Bad }).Recall(memory, Now);

        var media = Assert.Single(recalled.Next.Terminals);
        Assert.Equal((Far, Bad), (media.Near, media.Quality));
        Assert.Empty(recalled.Effects);
    }

    [Theory]
    [InlineData(TerminalKind.Browser, null, null, true)]
    [InlineData(TerminalKind.Browser, "r1", null, true)]
    [InlineData(TerminalKind.Browser, "r1", "r2", false)]
    [InlineData(TerminalKind.Whip, null, null, true)]
    [InlineData(TerminalKind.Whip, "r1", null, false)]
    public void MayHaveUnknownSessions_MediaOrStandbyIsMissing(TerminalKind kind, string? relay, string? standby, bool expected)
    {
        var media = Terminal("a") with { Kind = kind, Place = relay is null ? null : Place(relay, standby) };

        Assert.Equal(expected, Plan(media).MayHaveUnknownSessions());
        Assert.False(Plan().MayHaveUnknownSessions());
    }

    private static MediaPlan Plan(params TerminalMedia[] terminals) => new(new GroupId("g"), 7, [.. terminals]);

    private static TerminalMedia Terminal(string id) => new(new TerminalId(id), TerminalKind.Browser, Permissions.Publish | Permissions.Subscribe, []);

    private static MediaPlace Place(string relay, string? standby) => new(new RelayId(relay), standby is null ? null : new RelayId(standby));
}
