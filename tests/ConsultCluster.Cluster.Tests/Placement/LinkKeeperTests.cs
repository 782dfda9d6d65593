using ConsultCluster.Cluster.Placement;
using ConsultCluster.Testing.Relays;
using ConsultCluster.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConsultCluster.Cluster.Tests.Placement;

/// <summary>Links as several processes order them: each has a keeper of its own.</summary>
public sealed class LinkKeeperTests : IDisposable
{
    private readonly FakeRelay _one = new("relay-1");
    private readonly FakeRelay _two = new("relay-2");
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeTimeProvider _clockAhead;
    private readonly LinkKeeper _keeper;
    private readonly LinkKeeper _keeperAhead;

    public LinkKeeperTests()
    {
        _clockAhead = new FakeTimeProvider(_clock.GetUtcNow() + TimeSpan.FromMinutes(3));
        var relays = new FakeRelays(_one, _two);
        _keeper = new LinkKeeper(relays, _clock, NullLogger.Instance);
        _keeperAhead = new LinkKeeper(relays, _clockAhead, NullLogger.Instance);
    }

    public void Dispose()
    {
        _keeper.Dispose();
        _keeperAhead.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ensure_ByTwoKeepersWhoseClocksDiffer_BothEndsHoldTheSameSecret(bool isAheadFirst)
    {
        var (first, second) = isAheadFirst ? (_keeperAhead, _keeper) : (_keeper, _keeperAhead);

        first.Ensure(_one.Id, _two.Id);
        second.Ensure(_two.Id, _one.Id);

        AssertOneSecret();
    }

    [Fact]
    public void Rekey_ByTwoKeepersInTurn_BothEndsHoldTheSameSecret()
    {
        _keeper.Ensure(_one.Id, _two.Id);
        _keeperAhead.Ensure(_one.Id, _two.Id);
        var before = _one.Link(_two.Id)!.Secret;

        _clockAhead.Advance(TimeSpan.FromHours(1));
        _clock.Advance(TimeSpan.FromHours(1));

        AssertOneSecret();
        Assert.False(before.AsSpan().SequenceEqual(_one.Link(_two.Id)!.Secret.AsSpan()));
    }

    [Fact]
    public void Renew_SecretOfAKeeperAheadThatIsGone_BothEndsHoldTheSameSecret()
    {
        _keeperAhead.Ensure(_one.Id, _two.Id);
        _keeper.Ensure(_one.Id, _two.Id);
        _keeperAhead.Dispose();

        _two.Restart();
        _keeper.Renew(_two.Id);

        AssertOneSecret();
    }

    [Fact]
    public void Ensure_SecretOfAKeeperAheadIsNotReportedYet_IsOrderedAgainWhenItIs()
    {
        _keeperAhead.Ensure(_one.Id, _two.Id);
        _keeperAhead.Dispose();
        _two.Restart();
        _one.ReportsLinks = false;
        _keeper.Ensure(_one.Id, _two.Id);
        Assert.NotEqual(_one.Link(_two.Id)!.Generation, _two.Link(_one.Id)!.Generation);

        _one.ReportsLinks = true;
        _clock.Advance(TimeSpan.FromSeconds(2));

        AssertOneSecret();
    }

    [Fact]
    public void Ensure_RefusedSinceAnotherKeepersLinkWorks_IsNotOrderedAgain()
    {
        _keeperAhead.Ensure(_one.Id, _two.Id);
        _one.MeasureLink(_two.Id, roundTripMs: 1);
        _two.MeasureLink(_one.Id, roundTripMs: 1);
        (_one.ReportsLinks, _two.ReportsLinks) = (false, false);
        _keeper.Ensure(_one.Id, _two.Id);
        var orders = _one.Orders.Length;

        (_one.ReportsLinks, _two.ReportsLinks) = (true, true);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(orders, _one.Orders.Length);
        AssertOneSecret();
    }

    [Fact]
    public void Ensure_ThePairAgain_OrdersNothing()
    {
        _keeper.Ensure(_one.Id, _two.Id);

        _keeper.Ensure(_two.Id, _one.Id);

        Assert.Single(_one.Orders);
        Assert.Single(_two.Orders);
    }

    private void AssertOneSecret()
    {
        Assert.Equal(_one.Link(_two.Id)!.Secret.AsSpan(), _two.Link(_one.Id)!.Secret.AsSpan());
        Assert.Equal(_one.Link(_two.Id)!.Generation, _two.Link(_one.Id)!.Generation);
    }
}
