using ConsultCluster.Media;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Testing.Network;

/// <summary>One relay core and terminals around it on a fake network, with one random seed for everything. Several may share a network.</summary>
public sealed class RelayScene : IDisposable
{
    private readonly SeededRandomSource _random;
    private readonly ISrtpCrypto _crypto;
    private readonly List<MediaPeer> _peers = [];
    private readonly int _index;
    private long _nextKey = 1;

    public RelayScene(int seed = 1, RelayCoreOptions? options = null, ISrtpCrypto? crypto = null, FakeNetwork? network = null, int index = 0)
    {
        _index = index;
        _crypto = crypto ?? FrameworkSrtpCrypto.Instance;
        _random = new(seed);
        Network = network ?? new(seed);
        Core = new(options ?? new(), new FakeDtlsSessionFactory(_random), _crypto, _random);
        Relay = new(Core);
        Address = RelayAddress with { Address = RelayAddress.Address + (uint)index };
        Network.Attach(Address, Relay);
    }

    /// <summary>Of the first relay.</summary>
    public static TransportAddress RelayAddress { get; } = TransportAddress.FromIPv4(0x0A000001, 7000);

    public static SessionGrant Everything { get; } = new(MayPublish: true, MaySubscribe: true, MayShareScreen: true);

    public FakeNetwork Network { get; }

    /// <summary>Of this relay; another one when it has moved.</summary>
    public TransportAddress Address { get; private set; }

    public RelayCore Core { get; }

    public CoreNode Relay { get; }

    public MonoTime Now => Network.Now;

    /// <summary>What happens to offers on their way to the relay; null leaves them as they are.</summary>
    public Func<string, string>? ChangeOffer { get; set; }

    public static TransportAddress AddressOf(long index) => TransportAddress.FromIPv4(0x0A000100 + (uint)index, 5000);

    /// <summary>The relay has another address.</summary>
    public void Move(TransportAddress to)
    {
        Address = to;
        Network.Move(Relay, to);
    }

    /// <summary>A terminal with its own certificate that enters the router; it connects as the network runs.</summary>
    public PeerSeat Enter(
        MediaPeerOptions? options = null, SessionGrant? grant = null, long router = 1, string? name = null, bool isStandby = false)
    {
        var peer = new MediaPeer(options ?? new(), new FakeDtlsSessionFactory(_random), _crypto, _random);
        _peers.Add(peer);
        var key = new SessionKey(_nextKey++);
        var seat = new PeerSeat(this, key, new(router), grant ?? Everything, peer, AddressOf((_index << 12) + key.Value))
        {
            Name = name ?? $"terminal-{_index}-{key.Value}",
            IsStandby = isStandby,
        };
        Network.Attach(seat.Address, seat.Node);
        seat.Offer();
        return seat;
    }

    /// <summary>The terminal's page is loaded again: a new certificate at another port, the same session.</summary>
    public PeerSeat Reload(PeerSeat seat)
    {
        seat.Vanish();
        var peer = new MediaPeer(new(), new FakeDtlsSessionFactory(_random), _crypto, _random);
        _peers.Add(peer);
        var again = new PeerSeat(this, seat.Key, seat.Router, seat.Grant, peer, seat.Address with { Port = (ushort)(seat.Address.Port + 1) })
        {
            Name = seat.Name,
        };
        Network.Attach(again.Address, again.Node);
        again.Offer();
        return again;
    }

    /// <summary>Runs until all are connected.</summary>
    public bool Connect(params PeerSeat[] seats) =>
        Network.RunUntil(() => seats.All(seat => seat.Peer.IsConnected), TimeSpan.FromSeconds(10));

    /// <summary>Opens or renews a session, as a host would.</summary>
    public bool TryOpen(PeerSeat seat, string offer, out string? answer, out SdpRefusal refusal)
    {
        var opened = Core.TryOpenSession(
            seat.Key, seat.Router, seat.Grant, ChangeOffer?.Invoke(offer) ?? offer, seat.Peer.Sources, [Address], Now, out answer, out refusal,
            seat.Name, seat.IsStandby);
        Relay.Drain();
        return opened;
    }

    public IEnumerable<T> EventsOf<T>(PeerSeat seat)
        where T : RelayCoreEvent => Relay.Events.OfType<T>().Where(relayEvent => relayEvent.Session == seat.Key);

    public void Dispose()
    {
        foreach (var peer in _peers)
        {
            peer.Dispose();
        }

        Core.Dispose();
    }
}
