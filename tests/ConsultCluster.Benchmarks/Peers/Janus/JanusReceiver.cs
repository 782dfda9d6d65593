using ConsultCluster.Benchmarks.Load;
using ConsultCluster.Media;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Relay;
using ConsultCluster.Relay.OpenSsl;
using ConsultCluster.Testing.Media;

namespace ConsultCluster.Benchmarks.Peers.Janus;

/// <summary>
/// One WebRTC receiver of Janus: controlling agent towards its lite one, DTLS client, then SRTP. Once connected it sends checks of
/// consent and nothing else; what RTCP comes is of no use to it.
/// </summary>
internal sealed class JanusReceiver(JanusOffer offer, IceCredentials credentials, IDtlsSession dtls) : ILoadTerminal
{
    /// <summary>RFC 7675 §5.1.</summary>
    private static readonly TimeSpan _consentInterval = TimeSpan.FromSeconds(5);

    private const int MaxDtlsDatagram = 1500;

    /// <summary>Header, IPv4 address, integrity and fingerprint.</summary>

    private readonly PeerIce _ice = new(credentials, SystemRandomSource.Instance, _consentInterval);
    private bool _isIceStarted;
    private bool _isDtlsStarted;
    private SrtpReceiver? _receiver;

    public bool IsReady => _receiver is not null;

    public MonoTime? NextTimeout
    {
        get
        {
            var ice = _isIceStarted ? _ice.NextTimeout : default(MonoTime);
            return !IsReady && _isDtlsStarted && dtls.NextTimeout is { } due && (ice is null || due < ice) ? due : ice;
        }
    }

    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
        if (!_isIceStarted)
        {
            _isIceStarted = true;
            _ice.Start(offer.Credentials, offer.Candidate, now);
        }

        _ice.HandleTimeout(now, sink);
        if (!IsReady && dtls.NextTimeout <= now)
        {
            dtls.HandleTimeout(now);
        }

        Advance(now, sink);
    }

    public void HandleControl(Span<byte> datagram, MonoTime now, IDatagramSink sink)
    {
        switch (DatagramClassifier.Classify(datagram))
        {
            case DatagramKind.Stun:
                _ice.HandlePacket(datagram, now, sink);
                break;
            case DatagramKind.Dtls:
                dtls.HandlePacket(datagram, now);
                break;
        }

        Advance(now, sink);
    }

    public bool TryReadRtp(Span<byte> packet, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        return _receiver is not null
            && RtpHeader.TryParse(packet, out var header)
            && _receiver.TryUnprotectRtp(packet, header.Length, out var length, out _) == SrtpResult.Ok
            && header.TryGetPayload(packet[..length], out payload);
    }

    public void Dispose()
    {
        _receiver?.Dispose();
        dtls.Dispose();
    }

    private void Advance(MonoTime now, IDatagramSink sink)
    {
        if (!_isDtlsStarted && _ice.IsConnected)
        {
            _isDtlsStarted = true;
            dtls.Start(now);
        }

        var taken = true;
        while (taken)
        {
            taken = dtls.TryTakeDatagram(sink.Reserve(offer.Candidate, MaxDtlsDatagram), out var length);
            sink.Commit(taken ? length : 0);
        }

        if (!IsReady && dtls is { State: DtlsState.Connected, Keys: { } keys })
        {
            _receiver = dtls.PeerFingerprint.SequenceEqual(offer.Fingerprint)
                ? new(keys, OpenSslSrtpCrypto.Instance)
                : throw new PeerException("Janus' certificate is not the one it signalled.");
        }
        else if (!IsReady && dtls.State is DtlsState.Failed or DtlsState.Closed)
        {
            throw new PeerException("Janus refused the DTLS handshake: perhaps it lacks the SRTP profile.");
        }
    }
}
