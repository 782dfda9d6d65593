using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Media;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Relay;
using ConsultCluster.Relay.OpenSsl;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Benchmarks.RelayHosting;

/// <summary>A terminal of our relay: ICE, DTLS, SRTP, sender and receiver reports.</summary>
internal sealed class RelayTerminal : ILoadTerminal
{
    private readonly OpenSslDtlsSessionFactory _dtls;

    /// <param name="videoSlots">Streams that it receives.</param>
    public RelayTerminal(StageOptions stage, bool publishes, int videoSlots)
    {
        _dtls = new OpenSslDtlsSessionFactory(DtlsCertificate.Create(TimeProvider.System), SrtpProfileNames.ToOpenSsl(stage.SrtpProfile));
        var options = new MediaPeerOptions
        {
            SendsAudio = false,
            SendsVideo = publishes,
            AudioSlots = 0,
            VideoSlots = videoSlots,
            SendsNacks = false,
            KeepsPackets = false,
        };
        ISrtpCrypto crypto = stage.PlainIn ? new PlainUplink(isRelay: false) : OpenSslSrtpCrypto.Instance;
        Peer = new MediaPeer(options, _dtls, crypto, SystemRandomSource.Instance);
        PayloadType = options.Vp8PayloadType;
    }

    public MediaPeer Peer { get; }

    public byte PayloadType { get; }

    public bool IsReady => Peer.IsConnected;

    public MonoTime? NextTimeout => Peer.NextTimeout;

    public void HandleTimeout(MonoTime now, IDatagramSink sink) => Peer.HandleTimeout(now, sink);

    public void HandleControl(Span<byte> datagram, MonoTime now, IDatagramSink sink) => Peer.HandleDatagram(datagram, now, sink);

    public bool TryReadRtp(Span<byte> packet, out ReadOnlySpan<byte> payload) => Peer.TryReadRtp(packet, out payload);

    public void Dispose()
    {
        Peer.Dispose();
        _dtls.Dispose();
    }
}
