using ConsultCluster.Media;
using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Srtp;
using ConsultCluster.Relay.OpenSsl;

namespace ConsultCluster.Benchmarks.Load;

/// <summary>A receiver whose SRTP keys were agreed beforehand (SDES, RFC 4568); says nothing itself.</summary>
internal sealed class KeyedTerminal(SrtpKeys keys) : ILoadTerminal
{
    private readonly SrtpReceiver _receiver = new(keys, OpenSslSrtpCrypto.Instance);

    public bool IsReady => true;

    public MonoTime? NextTimeout => null;

    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
    }

    public void HandleControl(Span<byte> datagram, MonoTime now, IDatagramSink sink)
    {
    }

    public bool TryReadRtp(Span<byte> packet, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        return RtpHeader.TryParse(packet, out var header)
            && _receiver.TryUnprotectRtp(packet, header.Length, out var length, out _) == SrtpResult.Ok
            && header.TryGetPayload(packet[..length], out payload);
    }

    public void Dispose() => _receiver.Dispose();
}
