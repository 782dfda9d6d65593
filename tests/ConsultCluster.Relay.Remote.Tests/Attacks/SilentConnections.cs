using ConsultCluster.Relay.Remote.Control;

namespace ConsultCluster.Relay.Remote.Tests.Attacks;

/// <summary>Many connections that say nothing, and who has to make room.</summary>
[Trait("attack", "15")]
public sealed class SilentConnections
{
    private readonly List<string> _ended = [];
    private readonly JoiningLinks _links = new(64);

    [Fact]
    public void Enter_TwoHundredOfOneNetwork_KeepsItsShareAndEndsTheOldestOfItself()
    {
        var good = Enter("good");

        for (var i = 0; i < 200; i++)
        {
            Enter("bad", i);
        }

        Assert.Equal(17, _links.Count);
        Assert.Equal(Enumerable.Range(0, 184).Select(i => $"bad {i}"), _ended);
        Assert.False(good.IsDisplaced);
    }

    [Fact]
    public void Enter_FromManyNetworks_EndsOneOfTheFullest()
    {
        var good = Enter("good");
        for (var i = 0; i < 2000; i++)
        {
            Enter($"bad-{i % 8}", i);
        }

        Assert.Equal(64, _links.Count);
        Assert.False(good.IsDisplaced);
    }

    /// <summary>Behind one address with the flood, such as a hospital's: a node speaks at once, the flood never does.</summary>
    [Fact]
    public void Enter_SilentOnesOfTheSameNetwork_GoBeforeOneThatHasSpoken()
    {
        var good = Enter("shared");
        _links.Spoke(good);

        for (var i = 0; i < 200; i++)
        {
            Enter("shared", i);
        }

        Assert.False(good.IsDisplaced);
        Assert.Equal(16, _links.Count);
    }

    [Fact]
    public void Leave_MakesRoom()
    {
        for (var i = 0; i < 200; i++)
        {
            _links.Leave(Enter("bad", i));
        }

        Assert.Equal(0, _links.Count);
        Assert.Empty(_ended);
    }

    private JoiningLinks.Entry Enter(string network, int number = 0) => _links.Enter(network, () => _ended.Add($"{network} {number}"));
}
