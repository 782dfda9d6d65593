using ConsultCluster.Domain.Relays;

namespace ConsultCluster.Domain.Tests.Relays;

public sealed class HeartbeatWatchTests
{
    private static readonly RelayId A = new("a");
    private static readonly RelayId B = new("b");

    private readonly HeartbeatWatch _watch = new();
    private TimeSpan _now = TimeSpan.FromMinutes(5);

    public HeartbeatWatchTests()
    {
        _watch.HandleTimeout(_now);
        _watch.Watch([A, B], _now);
    }

    [Fact]
    public void HandleTimeout_Silence_IsToldOnceAfter400Milliseconds()
    {
        Assert.Empty(Pass(300, A));
        Assert.Equal([B], Pass(100, A));
        Assert.Empty(Pass(1000, A));
    }

    [Fact]
    public void HandleTimeout_ThreeHeartbeatsLost_IsNotSilence()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Empty(Pass(300));
            _watch.HandleHeartbeat(A, _now);
            _watch.HandleHeartbeat(B, _now);
        }
    }

    [Fact]
    public void HandleHeartbeat_AfterSilence_WithdrawsTheSuspicion()
    {
        Pass(500, A);

        Assert.True(_watch.HandleHeartbeat(B, _now));
        Assert.False(_watch.HandleHeartbeat(B, _now));
        Assert.Empty(Pass(300, A));
        Assert.Equal([B], Pass(200, A));
    }

    [Fact]
    public void HandleTimeout_ObserverSleptItself_AccusesNobodyUntilItHasListened()
    {
        _now += TimeSpan.FromSeconds(5);
        Assert.Empty(_watch.HandleTimeout(_now));
        Assert.Empty(Pass(300));
        Assert.Equal([A, B], Pass(100).Order(Comparer<RelayId>.Create((x, y) => string.CompareOrdinal(x.Value, y.Value))));
    }

    [Fact]
    public void Watch_NoLongerWatched_IsNeitherHeardNorMissed()
    {
        _watch.Watch([A], _now);

        Assert.False(_watch.HandleHeartbeat(B, _now));
        Assert.Equal([A], Pass(1000));
    }

    [Fact]
    public void Watch_NewOne_HasTimeToSpeak()
    {
        Pass(300, A, B);
        _watch.Watch([A, B, new RelayId("c")], _now);

        Assert.Empty(Pass(300, A, B));
    }

    /// <summary>Time passes in steps of the interval, these relays send heartbeats.</summary>
    private List<RelayId> Pass(int milliseconds, params RelayId[] heard)
    {
        var silent = new List<RelayId>();
        for (var end = _now + TimeSpan.FromMilliseconds(milliseconds); _now < end;)
        {
            _now = _watch.NextTimeout;
            foreach (var relay in heard)
            {
                _watch.HandleHeartbeat(relay, _now);
            }

            silent.AddRange(_watch.HandleTimeout(_now));
        }

        return silent;
    }
}
