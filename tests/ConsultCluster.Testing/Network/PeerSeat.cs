using ConsultCluster.Media;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Testing.Network;

/// <summary>A terminal in a <see cref="RelayScene"/>.</summary>
public sealed class PeerSeat(
    RelayScene scene, SessionKey key, RouterKey router, SessionGrant grant, MediaPeer peer, TransportAddress address)
{
    private static readonly TimeSpan AudioInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan VideoInterval = TimeSpan.FromTicks(TimeSpan.TicksPerSecond / 30);

    public SessionKey Key { get; } = key;

    public RouterKey Router { get; } = router;

    public SessionGrant Grant { get; set; } = grant;

    /// <summary>As other relays are told.</summary>
    public string Name { get; init; } = "";

    public bool IsStandby { get; set; }

    public MediaPeer Peer { get; } = peer;

    public PeerNode Node { get; } = new(peer);

    public TransportAddress Address { get; private set; } = address;

    public IDatagramSink Sink => scene.Network.SinkOf(Node);

    /// <summary>Offers, and takes the answer; throws when it is refused.</summary>
    public void Offer()
    {
        if (!scene.TryOpen(this, Peer.CreateOffer(), out var answer, out var refusal))
        {
            throw new InvalidOperationException($"Refused: {refusal}.");
        }

        Peer.SetAnswer(answer!, scene.Address, scene.Now);
    }

    /// <summary>50 packets of sound a second.</summary>
    public void Speak() => Peer.Pace(Peer.Microphone!, AudioInterval, 1, 80, scene.Now);

    /// <summary>30 frames of that many packets a second.</summary>
    public void Film(int packets = 3, int packetLength = 1000) => Peer.Pace(Peer.Camera!, VideoInterval, packets, packetLength, scene.Now);

    public void Share() => Peer.Pace(Peer.Screen!, VideoInterval, 2, 1000, scene.Now);

    public void Stop(PeerTrack track) => Peer.Pace(track, null, 0, 0, scene.Now);

    public void Move(TransportAddress to)
    {
        Address = to;
        scene.Network.Move(Node, to);
        Peer.Roam(scene.Now);
    }

    /// <summary>Goes without a word.</summary>
    public void Vanish() => scene.Network.Detach(Node);

    /// <summary>The slots this terminal was last told of.</summary>
    public IReadOnlyList<SlotFill> Slots => scene.EventsOf<SlotsChanged>(this).LastOrDefault()?.Slots ?? [];

    /// <summary>The tracks this terminal was last told that it cannot decode.</summary>
    public IReadOnlyList<UndecodableTrack> Undecodable => scene.EventsOf<SlotsChanged>(this).LastOrDefault()?.Undecodable ?? [];
}
