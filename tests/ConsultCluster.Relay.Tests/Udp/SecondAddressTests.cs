using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using ConsultCluster.Domain;
using ConsultCluster.Ports.Relays;

namespace ConsultCluster.Relay.Tests.Udp;

/// <summary>
/// Terminals and other relays reach a relay at each address that it advertises, also where the kernel would answer from another: a second address
/// of the interface, that of a second one, a floating one.
/// </summary>
public sealed class SecondAddressTests
{
    /// <summary>What the kernel answers from by itself.</summary>
    private const string Route = "10.71.0.1";

    private const string Second = "10.71.0.2";
    private const string OtherInterface = "10.72.0.1";
    private const string Floating = "192.0.2.77";
    private const string Terminal = "10.71.0.9";

    /// <summary>Not everybody can make the networks of the second case; the first shows the same without them.</summary>
    public static TheoryData<bool> Networks => NetworkNamespace.CanBeMade ? new(false, true) : new(false);

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task OpenSessionAsync_AdvertisedAddressIsNotTheRoutesSource_MediaFlowsThere(bool apart)
    {
        using var networks = apart ? Apart() : Here();
        using var house = networks.Relay(() => new RelayHouse(configure: options => networks.Advertised.ForEach(options.Advertise.Add)));
        Assert.Equal(networks.Advertised, house.Relay.Candidates.Select(candidate => candidate.ToEndPoint().Address.ToString()));

        var terminals = new List<UdpTerminal>();
        foreach (var address in house.Relay.Candidates)
        {
            var terminal = networks.Terminal(() => new UdpTerminal(local: networks.TerminalAddress));
            terminals.Add(await house.JoinAsync(RelayHouse.Id(terminals.Count), terminal, at: address));
        }

        house.Until(() => terminals.TrueForAll(terminal => terminal.Peer.IsConnected), "all connected");
        terminals.ForEach(house.Publish);
        house.Until(
            () => terminals.TrueForAll(terminal => terminal.Peer.VideoSlots.Take(terminals.Count - 1).All(slot => slot.CountDecodableFrames() >= 5)),
            "pictures of everyone everywhere");
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task SetLinkAsync_PeerIsKnownByAnAddressThatIsNotTheRoutesSource_LinkIsUp(bool apart)
    {
        using var networks = apart ? Apart() : Here();
        using var one = networks.Relay(() => new RelayHouse(configure: options => options.Id = "relay-a"));
        using var other = networks.Terminal(() => new RelayHouse(configure: options => options.Id = "relay-b"));
        var links = new RecordingLinkObserver();
        other.Relay.ObserveLinks(links);
        ImmutableArray<byte> secret = [.. RandomNumberGenerator.GetBytes(LinkOrder.SecretLength)];

        // Only one of them knows where the other is: it is answered from there, or not at all.
        Done(await one.Relay.SetLinkAsync(new(other.Relay.Id, 1, secret, [])));
        Done(await other.Relay.SetLinkAsync(new(one.Relay.Id, 1, secret, [IPEndPoint.Parse($"{networks.Advertised[^1]}:{one.Relay.LocalEndPoint.Port}")])));

        one.Until(() => links.Lines.Contains("back relay-a"), "link up");
    }

    private static void Done(Outcome outcome) => Assert.True(outcome.Succeeded, outcome.Refusal?.Reason);

    private static TwoNetworks Here() => new(null, null, ["127.0.0.2", "127.0.0.3"], IPAddress.Parse("127.0.0.9"));

    private static TwoNetworks Apart()
    {
        var relay = NetworkNamespace.Create();
        var terminal = NetworkNamespace.Create();
        NetworkNamespace.Join(relay, terminal, "cable");
        relay.Configure($"address add {Route}/24 dev cable");
        relay.Configure($"address add {Second}/24 dev cable");
        relay.Configure("link set cable up");
        relay.Configure("link add other type veth peer name nobody");
        relay.Configure($"address add {OtherInterface}/24 dev other");
        relay.Configure("link set nobody up");
        relay.Configure("link set other up");
        relay.Configure($"address add {Floating}/32 dev lo");
        terminal.Configure($"address add {Terminal}/24 dev cable");
        terminal.Configure("link set cable up");
        terminal.Configure($"route add default via {Route}");
        return new(relay, terminal, [Second, OtherInterface, Floating], IPAddress.Parse(Terminal));
    }

    /// <summary>The relay's network and the terminals'; null is that of the test.</summary>
    private sealed record TwoNetworks(NetworkNamespace? RelaySide, NetworkNamespace? TerminalSide, List<string> Advertised, IPAddress TerminalAddress) : IDisposable
    {
        public T Relay<T>(Func<T> make) => RelaySide is null ? make() : RelaySide.Run(make);

        public T Terminal<T>(Func<T> make) => TerminalSide is null ? make() : TerminalSide.Run(make);

        public void Dispose()
        {
            RelaySide?.Dispose();
            TerminalSide?.Dispose();
        }
    }
}
