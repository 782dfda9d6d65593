using ConsultCluster.Media;
using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Benchmarks.Peers.Rtpengine;

/// <summary>Receives SRTP whose keys were in the SDP (RFC 4568): no handshake, and it sends nothing.</summary>
internal sealed class SdesReceiver(SrtpKeys keys) : IPeerReceiver
{
    private readonly SrtpReceiver _receiver = new(keys, OpenSslSrtpCrypto.Instance);

    public bool IsReady => true;

    public MonoTime? NextTimeout => null;

    /// <summary>Sender reports are of no use here.</summary>
    public void HandleDatagram(Span<byte> datagram, MonoTime now, IDatagramSink sink)
    {
    }

    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
    }

    public bool TryUnprotect(Span<byte> packet, out int length)
    {
        length = 0;
        return RtpHeader.TryParse(packet, out var header)
            && _receiver.TryUnprotectRtp(packet, header.Length, out length, out _) == SrtpResult.Ok;
    }

    public void Dispose() => _receiver.Dispose();
}
