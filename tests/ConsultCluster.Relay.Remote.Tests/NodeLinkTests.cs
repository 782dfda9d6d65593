using ConsultCluster.Relay.Remote.Messages;
using ConsultCluster.Relay.Remote.Tests.Harness;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Relay.Remote.Tests;

public sealed class NodeLinkTests
{
    [Fact]
    public async Task EndAsync_BeatComesMeanwhile_LastMessageStillArrives()
    {
        await using var links = await LinkPair.CreateAsync(TimeProvider.System);

        var end = links.Node.EndAsync(new Leaving());
        Assert.False(links.Node.TrySend(new Heartbeat(1)));

        Assert.IsType<Leaving>((await links.Control.ReadAsync().InTimeAsync()).Message);
        await links.Control.CloseAsync();
        Assert.Equal(LinkRead.End, await links.Node.ReadAsync().InTimeAsync());
        links.Node.Abort();
        await end.InTimeAsync();
    }

    [Fact]
    public async Task TrySend_OtherEndDoesNotRead_EndsTheLinkInsteadOfGrowing()
    {
        await using var links = await LinkPair.CreateAsync(new FakeTimeProvider());
        var large = new Refused("code", new string('x', 64 * 1024));

        var sent = 0;
        while (sent < 100_000 && links.Node.TrySend(large))
        {
            sent++;
        }

        Assert.InRange(sent, 1, 99_999);
        Assert.Equal(LinkRead.End, await links.Node.ReadAsync().InTimeAsync());
    }

    [Fact]
    public async Task Silence_NothingReceived_GrowsUntilAMessageArrives()
    {
        var clock = new FakeTimeProvider();
        await using var links = await LinkPair.CreateAsync(clock);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), links.Control.Silence);

        links.Node.TrySend(new Heartbeat(1));
        await links.Control.ReadAsync().InTimeAsync();

        Assert.Equal(TimeSpan.Zero, links.Control.Silence);
    }
}
