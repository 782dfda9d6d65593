namespace ConsultCluster.Relay.Tests.Udp;

/// <summary>The controller of a group may change while its sessions continue.</summary>
public class UdpRelayObserverTests
{
    [Fact]
    public async Task Observe_WhileMediaFlows_NotifiesTheNewObserverOfTheState()
    {
        using var house = new RelayHouse();
        var later = new RecordingObserver();
        await StartMediaAsync(house);

        house.Relay.Observe(RelayHouse.Group, later);

        house.Until(() => IsFlowing(later), "the new observer knows of the media");
        Assert.NotEmpty(later.Slots[RelayHouse.Id(1)]);
    }

    [Fact]
    public async Task Unobserve_ByTheFormerObserver_LeavesTheNewOne()
    {
        using var house = new RelayHouse();
        var later = new RecordingObserver();
        await StartMediaAsync(house);
        house.Relay.Observe(RelayHouse.Group, later);

        house.Relay.Unobserve(RelayHouse.Group, house.Observer);

        house.Publish(await house.JoinAsync(RelayHouse.Id(3), new UdpTerminal()));
        house.Until(() => later.Media.GetValueOrDefault(RelayHouse.Id(3)) == (true, true), "the new observer hears what happens");
        Assert.DoesNotContain(RelayHouse.Id(3), house.Observer.Media);
    }

    private static async Task StartMediaAsync(RelayHouse house)
    {
        var one = await house.JoinAsync(RelayHouse.Id(1), new UdpTerminal());
        var two = await house.JoinAsync(RelayHouse.Id(2), new UdpTerminal());
        house.Publish(one);
        house.Publish(two);
        house.Until(() => IsFlowing(house.Observer), "media both ways");
    }

    private static bool IsFlowing(RecordingObserver observer) =>
        observer.Media.GetValueOrDefault(RelayHouse.Id(1)) == (true, true) && observer.Media.GetValueOrDefault(RelayHouse.Id(2)) == (true, true);
}
